#include "tests/call_agent_sim/service/tcp_phone.h"

#include <array>

#include "tests/wanted.h"
#include "wire/sip/parser.h"

namespace dialtone {

TcpPhone::TcpPhone(VirtualWorld& world, std::string name, IpAddress address, const Endpoint& server)
    : server_(server), address_(address) {
  HostConfig config;
  config.name = std::move(name);
  config.addresses = {address};
  config.main = [this](Host& host) { return live(host); };
  world.power_on(world.add_host(std::move(config)));
  world.run(world.now() + std::chrono::milliseconds(1));
}

Task<void> TcpPhone::live(Host& host) {
  const Moment for_ever = host.now() + std::chrono::hours(1'000'000);
  Result<std::unique_ptr<Stream>, IoError> stream = co_await host.connect(server_, for_ever);
  if (!stream) co_return;
  stream_ = *std::move(stream);
  std::array<char, 4096> buffer;
  while (reads_) {
    const Result<std::size_t, IoError> got = co_await stream_->read(buffer, for_ever);
    if (!got || *got == 0) {
      ended_ = host.now();
      reset_ = !got;
      break;
    }
    received_.append(buffer.data(), *got);
  }
  co_await host.sleep_until(for_ever);
}

std::optional<sip::Message> TcpPhone::take_message() {
  const std::size_t head = received_.find("\r\n\r\n");
  if (head == std::string::npos) return std::nullopt;
  const std::string text = received_.substr(0, head + 4);
  received_.erase(0, head + 4);
  Result<sip::Message> message = sip::parse_message(text);
  EXPECT_TRUE(message) << text;
  return wanted(std::move(message));
}

}  // namespace dialtone
