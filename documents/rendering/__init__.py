from documents.rendering.accessible import as_html, style_source
from documents.rendering.paper_renderer import PaperRenderer, open_renderer

__all__ = ["PaperRenderer", "as_html", "open_renderer", "style_source"]
