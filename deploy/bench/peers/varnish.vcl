# Varnish as a cache in front of the gateway, tuned for this one job. Words in @ are filled in by
# deploy/bench/gateway.
vcl 4.1;

backend gateway {
  .host = "127.0.0.1";
  .port = "@GATEWAY@";
}

sub vcl_recv {
  return (hash);
}

sub vcl_backend_response {
  # One copy serves the whole run: Varnish never has to go and ask.
  set beresp.ttl = 1h;
  return (deliver);
}
