"""How the critic is made: data, network, loop, calibration and export.

Needs the `train` extra (torch); nothing else imports it.
"""
