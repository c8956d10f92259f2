"""Maps in the formats of other tools, in and out: one format, one file.

>>> from argmap.formats import FORMATS
>>> FORMATS["argdown"].suffixes[0]
'.argdown'
"""

from argmap.formats.files import dumps, loads, lost, read_map, read_maps, write_map, write_maps
from argmap.formats.intake import Intake, Notes
from argmap.formats.table import FORMATS, Format, format_named, format_of_path, sniff

__all__ = [
    "FORMATS",
    "Format",
    "Intake",
    "Notes",
    "dumps",
    "format_named",
    "format_of_path",
    "loads",
    "lost",
    "read_map",
    "read_maps",
    "sniff",
    "write_map",
    "write_maps",
]
