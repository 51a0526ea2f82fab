"""The transformer of E5 as an ONNX graph over packed weights: embeddings in, the mean of its last states out."""

from typing import Any

import numpy as np
from onnx import NodeProto, TensorProto, helper, numpy_helper

from vectors.packed import BLOCK, Packed, plain

EMBEDDED, MEAN = "embedded", "mean"
_CONTRIB = "com.microsoft"
_WHOLE_NUMBERS = 4
"""onnxruntime's accuracy level: multiply in eight-bit whole numbers, as the weights' own engine does."""
_FINE = ".fo"
"""The matrices whose inputs differ too much in size for one scale a sentence; their weights stay in blocks."""
_SEVEN_BITS = 63
"""Processors without the instructions for whole-number products (VNNI) overflow above."""


def transformer(packed: Packed) -> bytes:
    """Give the serialised graph: ``embedded`` (1 × tokens × width) → ``mean`` (1 × width)."""
    graph = _Graph(packed)
    state = graph.normed(EMBEDDED, "emb.ln")
    for layer in range(packed.sizes.layers):
        state = graph.layer(state, f"l{layer}")
    graph.add("ReduceMean", [state], MEAN, domain="", axes=[1], keepdims=0)
    width = packed.sizes.width
    inputs = [helper.make_tensor_value_info(EMBEDDED, TensorProto.FLOAT, [1, "tokens", width])]
    outputs = [helper.make_tensor_value_info(MEAN, TensorProto.FLOAT, [1, width])]
    whole = helper.make_graph(graph.nodes, "e5", inputs, outputs, graph.weights)
    versions = [helper.make_opsetid("", 17), helper.make_opsetid(_CONTRIB, 1)]
    return bytes(helper.make_model(whole, opset_imports=versions, ir_version=8).SerializeToString())


class _Graph:
    def __init__(self, packed: Packed) -> None:
        self._packed = packed
        self.nodes: list[NodeProto] = []
        self.weights: list[TensorProto] = []

    def layer(self, state: str, name: str) -> str:
        sizes = self._packed.sizes
        mixed = self.product(state, [f"{name}.q", f"{name}.k", f"{name}.v"], sizes.width)
        parts = [f"{name}.{part}" for part in ("query", "key", "value")]
        self.nodes.append(helper.make_node("Split", [mixed], parts, axis=2))
        biases = np.concatenate([self._packed.numbers(f"{name}.{part}.b") for part in "qkv"])
        seen = self.add("MultiHeadAttention", [*parts, self._keep(f"{name}.qkv.b", biases)], num_heads=sizes.heads)
        state = self.joined(self.product(seen, [f"{name}.ao"], sizes.width), state, f"{name}.ao", f"{name}.aln")
        inner = self.add("BiasGelu", [self.product(state, [f"{name}.fi"], sizes.width), self._numbers(f"{name}.fi.b")])
        return self.joined(self.product(inner, [f"{name}.fo"], sizes.inner), state, f"{name}.fo", f"{name}.oln")

    def product(self, state: str, names: list[str], width: int) -> str:
        """Multiply by matrices that share their input, set one below the other."""
        return (self._in_blocks if names[0].endswith(_FINE) else self._in_columns)(state, names, width)

    def _in_blocks(self, state: str, names: list[str], width: int) -> str:
        packed = [self._packed.matrix(f"{name}.w", width) for name in names]
        weights = np.concatenate([weights for weights, _ in packed])
        scales = np.concatenate([scales for _, scales in packed]).ravel()
        inputs = [state, self._keep(f"{names[0]}.weights", weights), self._keep(f"{names[0]}.scales", scales)]
        how = {"K": width, "N": len(weights), "bits": 4, "block_size": BLOCK, "accuracy_level": _WHOLE_NUMBERS}
        return self.add("MatMulNBits", inputs, **how)

    def _in_columns(self, state: str, names: list[str], width: int) -> str:
        """Multiply in whole numbers with one scale a column: half the time for what rounding costs."""
        columns = np.concatenate([plain(self._packed.blocks(f"{name}.w", width)) for name in names]).T
        scales = np.abs(columns).max(axis=0) / _SEVEN_BITS
        parts = {
            "whole": np.round(columns / scales).astype(np.int8),
            "scales": scales.astype(np.float32),
            "zeros": np.zeros(len(scales), np.int8),
        }
        kept = [self._keep(f"{names[0]}.{part}", numbers) for part, numbers in parts.items()]
        return self.add("DynamicQuantizeMatMul", [state, *kept])

    def joined(self, new: str, state: str, bias: str, norm: str) -> str:
        """Add ``new`` (with its bias) to the state and norm the sum."""
        inputs = [new, state, *(self._numbers(name) for name in (f"{norm}.w", f"{norm}.b", f"{bias}.b"))]
        return self.add("SkipLayerNormalization", inputs, epsilon=self._packed.sizes.epsilon)

    def normed(self, state: str, norm: str) -> str:
        inputs = [state, self._numbers(f"{norm}.w"), self._numbers(f"{norm}.b")]
        return self.add("LayerNormalization", inputs, domain="", epsilon=self._packed.sizes.epsilon)

    def add(self, kind: str, inputs: list[str], output: str = "", domain: str = _CONTRIB, **how: Any) -> str:
        output = output or f"state{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [output], domain=domain, **how))
        return output

    def _numbers(self, name: str) -> str:
        return self._keep(name, self._packed.numbers(name))

    def _keep(self, name: str, numbers: Any) -> str:
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(numbers), name))
        return name
