#include "tests/tools/socket_client.h"

#include <Poco/Net/DatagramSocket.h>
#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/StreamSocket.h>
#include <Poco/Timespan.h>

#include <array>
#include <cstdint>

namespace dialtone {
namespace {

constexpr int kPatienceSeconds = 30;

Poco::Net::SocketAddress server(int port) { return {"127.0.0.1", static_cast<std::uint16_t>(port)}; }

Poco::Net::StreamSocket connect_and_send(int port, std::string_view bytes) {
  Poco::Net::StreamSocket socket;
  socket.connect(server(port), Poco::Timespan(kPatienceSeconds, 0));
  socket.setReceiveTimeout(Poco::Timespan(kPatienceSeconds, 0));
  while (!bytes.empty()) {
    const int sent = socket.sendBytes(bytes.data(), static_cast<int>(bytes.size()));
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return socket;
}

}  // namespace

std::string ask_tcp(int port, std::string_view request, bool half_close) {
  Poco::Net::StreamSocket socket = connect_and_send(port, request);
  if (half_close) socket.shutdownSend();
  std::string answer;
  std::array<char, 4096> block{};
  for (;;) {
    const int count = socket.receiveBytes(block.data(), block.size());
    if (count <= 0) return answer;
    answer.append(block.data(), static_cast<std::size_t>(count));
  }
}

void send_tcp(int port, std::string_view bytes) { connect_and_send(port, bytes); }

std::string ask_udp(int port, std::string_view request) {
  Poco::Net::DatagramSocket socket(Poco::Net::SocketAddress("127.0.0.1", 0));
  socket.setReceiveTimeout(Poco::Timespan(kPatienceSeconds, 0));
  socket.sendTo(request.data(), static_cast<int>(request.size()), server(port));
  std::array<char, 65'536> datagram{};
  const int count = socket.receiveBytes(datagram.data(), datagram.size());
  return {datagram.data(), static_cast<std::size_t>(count)};
}

void send_udp(int port, std::string_view datagram) {
  Poco::Net::DatagramSocket socket(Poco::Net::SocketAddress("127.0.0.1", 0));
  socket.sendTo(datagram.data(), static_cast<int>(datagram.size()), server(port));
}

int port_of(const std::string& endpoint) {
  const std::size_t colon = endpoint.rfind(':');
  return colon == std::string::npos ? 0 : std::stoi(endpoint.substr(colon + 1));
}

}  // namespace dialtone
