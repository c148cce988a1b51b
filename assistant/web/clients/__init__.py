"""What other programs call, each with its own client: Gradio's and MCP's tools, OpenAI's chat."""
