// Judges a provisioning server's answer.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "device_sim/model/device_config.h"
#include "device_sim/model/settings.h"
#include "values/result.h"
#include "wire/http/message.h"

namespace dialtone {

struct AnswerFault {
  enum class Kind : std::uint8_t {
    kRefused,   // a status other than 200, or a refusal
    kUnusable,  // not a response document
    kRejected,  // a response document for another device, or with too old a revision
  };
  Kind kind;
  std::string reason;
};

// Settings, and the identity in their document.
struct ProvisionedSettings {
  DeviceSettings settings;
  std::string serial_number;
  // True if the document was truncated and these are the settings in its readable part.
  bool is_partial = false;
};

// Accepts only 200 with a response document for this device whose revision is not lower than that of the settings it
// has. Ignores the content type, because many servers have it wrong; refuses a content coding, because none was asked
// for. The profile's quirks may change this.
Result<ProvisionedSettings, AnswerFault> judge_answer(const DeviceConfig& config,
                                                      std::optional<std::uint64_t> held_revision,
                                                      const http::Response& response);

}  // namespace dialtone
