// The other end of a server's socket, as simple as can be.
#pragma once

#include <string>
#include <string_view>

namespace dialtone {

// Connects to 127.0.0.1, sends, half-closes where `half_close` says so, and returns what came until the server closed.
// Throws Poco::Exception where nothing listens or nothing comes for long.
std::string ask_tcp(int port, std::string_view request, bool half_close = true);
// Connects, sends and closes at once, without reading.
void send_tcp(int port, std::string_view bytes);
// Sends a datagram to 127.0.0.1 and returns the first that comes back.
std::string ask_udp(int port, std::string_view request);
void send_udp(int port, std::string_view datagram);

// The port at the end of `127.0.0.1:40000`.
int port_of(const std::string& endpoint);

}  // namespace dialtone
