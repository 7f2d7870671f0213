// A simple client for a server's socket.
#pragma once

#include <string>
#include <string_view>

namespace dialtone {

// Connects to 127.0.0.1, sends, closes its sending side if `half_close`, and returns all bytes until the server closes.
// Throws Poco::Exception if the connection is refused or nothing arrives for a long time.
std::string ask_tcp(int port, std::string_view request, bool half_close = true);
// Connects, sends and closes at once without reading.
void send_tcp(int port, std::string_view bytes);
// Sends a datagram to 127.0.0.1 and returns the first one that comes back.
std::string ask_udp(int port, std::string_view request);
void send_udp(int port, std::string_view datagram);

// Returns the port of `127.0.0.1:40000`.
int port_of(const std::string& endpoint);

}  // namespace dialtone
