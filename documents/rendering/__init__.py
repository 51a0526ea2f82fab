from documents.rendering.paper_renderer import PaperRenderer, open_renderer

__all__ = ["PaperRenderer", "open_renderer"]
