"""The critic: a small encoder that reads sentences, pairs and paragraphs as a critical reader does.

It tells what is worth checking, which kind of support a sentence can have, whether a passage
supports or refutes a claim, who said what, and which words are loaded. Its weights are made by
`argmap.training_critic`; at run time it needs ONNX Runtime and tokenizers, and no torch.
"""

from argmap.critic.critic import Critic, Judgement, Quoted, available, load_critic

__all__ = ["Critic", "Judgement", "Quoted", "available", "load_critic"]
