"""A practice identity provider: OpenID Connect CIBA Core 1.0, poll mode. Stands where a real one is connected later."""
