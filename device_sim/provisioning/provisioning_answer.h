// What a provisioning server's answer is worth to a device.
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
    kRefused,   // another status than 200, or a refusal in its place
    kUnusable,  // no response document
    kRejected,  // a response document, but not for this device, or too old
  };
  Kind kind;
  std::string reason;
};

// Settings, and for whom they are.
struct ProvisionedSettings {
  DeviceSettings settings;
  std::string serial_number;
  // Whether the document broke off, and these are what could be read of it.
  bool is_partial = false;
};

// Takes 200 with a response document for this device that is no older than what it has, and nothing else. The content
// type is not judged, because many servers have it wrong; a coding that was never asked for is refused. The profile's
// quirks may see it otherwise.
Result<ProvisionedSettings, AnswerFault> judge_answer(const DeviceConfig& config,
                                                      std::optional<std::uint64_t> held_revision,
                                                      const http::Response& response);

}  // namespace dialtone
