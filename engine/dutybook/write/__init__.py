"""Writers: the document tree to HTML, PDF and Word; forms to Excel."""
