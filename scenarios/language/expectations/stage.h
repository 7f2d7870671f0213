// The stages of a device's life.
#pragma once

#include <cstddef>
#include <string_view>

namespace dialtone {

// The durations of one life of a device, and the metrics that thresholds are set on:
//   boot.duration          from power-on to the first request for settings
//   provision.duration     from that request to settings that the device accepted
//   registration.duration  from the first REGISTER to the 200
//   lifecycle.duration     from power-on to the 200
enum class Stage { kBoot, kProvision, kRegistration, kLifecycle };
inline constexpr std::size_t kStages = 4;
std::string_view to_text(Stage stage);

}  // namespace dialtone
