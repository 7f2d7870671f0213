// The stages of a device's life.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace dialtone {

// The durations of one life of a device, which are metrics:
//   boot.duration          from power-on to the first request for settings
//   provision.duration     from that request to the settings that the device accepted
//   registration.duration  from the first REGISTER to the 200
//   lifecycle.duration     from power-on to the 200
enum class Stage { kBoot, kProvision, kRegistration, kLifecycle };
inline constexpr std::size_t kStages = 4;
inline constexpr std::array<std::string_view, kStages> kDurationMetrics{"boot.duration", "provision.duration",
                                                                        "registration.duration", "lifecycle.duration"};
constexpr std::string_view to_text(Stage stage) { return kDurationMetrics[static_cast<std::size_t>(stage)]; }

}  // namespace dialtone
