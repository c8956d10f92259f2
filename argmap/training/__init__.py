"""How the trained miner is made: data, network, loop, what is fitted beside the network,
calibration and export. Needs the ``train`` extra (torch and scikit-learn)."""

from argmap.training.config import TrainConfig

__all__ = ["TrainConfig", "train"]


def __getattr__(name: str) -> object:
    # torch is heavy: it is loaded when training starts, not when the config is read.
    if name == "train":
        from argmap.training.run import train

        return train
    raise AttributeError(name)
