// The request methods of SIP and its extensions.
#pragma once

#include <cstdint>
#include <string_view>

namespace dialtone::sip {

enum class Method : std::uint8_t {
  // Any other token; its text is kept with the message.
  kUnknown,
  kAck,
  kBye,
  kCancel,
  kInfo,
  kInvite,
  kMessage,
  kNotify,
  kOptions,
  kPrack,
  kPublish,
  kRefer,
  kRegister,
  kSubscribe,
  kUpdate,
};

// Methods are compared with case (RFC 3261 7.1).
Method method_named(std::string_view name);

// `REGISTER`; empty for kUnknown.
std::string_view name_of(Method method);

}  // namespace dialtone::sip
