"""REST v1 for tills, providers and integrators: read the request, check access, call one action, show the outcome."""
