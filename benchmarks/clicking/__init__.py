"""People clicking through their pages over HTTP, and the web processes that answer them."""
