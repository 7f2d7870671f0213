#include "subscribers/generate.h"

#include <cassert>

#include "values/hash.h"

namespace dialtone {
namespace {

std::string padded(std::uint64_t number, std::size_t width) {
  const std::string digits = std::to_string(number);
  return std::string(digits.size() < width ? width - digits.size() : 0, '0') + digits;
}

std::string password_of(std::uint64_t seed, std::uint64_t number) {
  constexpr std::string_view kLetters = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
  std::string password;
  std::uint64_t bits = combine(mix(seed), number);
  for (int i = 0; i < 16; ++i) {
    password += kLetters[bits % kLetters.size()];
    bits = mix(bits + static_cast<std::uint64_t>(i));
  }
  return password;
}

}  // namespace

Subscriber generate_subscriber(std::uint64_t index, const GenerateOptions& options) {
  assert(index < kMostGenerated);
  const std::uint64_t number = index + 1;
  const std::string customer = padded(100'000 + number, 6);
  Subscriber subscriber;
  subscriber.serial_number = "DT" + padded(number, 10);
  subscriber.mac_address.bytes = {0x02,
                                  0xD1,
                                  0xA1,
                                  static_cast<std::uint8_t>(number >> 16),
                                  static_cast<std::uint8_t>(number >> 8),
                                  static_cast<std::uint8_t>(number)};
  subscriber.customer_number = "C" + customer;
  subscriber.product = "ATA-2";
  subscriber.device_name = "line" + customer;
  subscriber.domain = options.domain;
  subscriber.call_agent_address = options.call_agent_address;
  subscriber.call_agent_port = options.call_agent_port;
  subscriber.auth_username = subscriber.device_name;
  subscriber.auth_password = password_of(options.password_seed, number);
  return subscriber;
}

}  // namespace dialtone
