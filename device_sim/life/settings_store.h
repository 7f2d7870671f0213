// Settings in flash. A power cut at any byte of a write leaves the old settings or the new ones: there are two slots,
// each with a sequence number and a checksum, and a write goes to the older one.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "device_sim/model/settings.h"
#include "world/flash.h"

namespace dialtone {

class SettingsStore {
 public:
  // The files of the slots.
  static constexpr std::array<std::string_view, 2> kFiles{"settings-a", "settings-b"};

  // The flash must outlive the store.
  explicit SettingsStore(Flash& flash) : flash_(flash) {}

  struct Loaded {
    // The settings of the newer valid slot; nullopt if there is none.
    std::optional<DeviceSettings> settings;
    // For each slot that exists and is damaged, the reason: `settings-b: the checksum does not fit`.
    std::vector<std::string> damages;
  };
  // Also determines which slot is the older one. Call once at boot, before store().
  Loaded load();

  // Takes as long as the flash takes. After a write that was cut off or failed, the next one goes to the same slot.
  // With `in_place` (a quirk) the write goes to the newer slot instead; if it is cut off, the newest settings are lost.
  Task<Result<void, FlashError>> store(const DeviceSettings& settings, bool in_place = false);
  // Replaces all stored settings by a page that contains no settings.
  Task<Result<void, FlashError>> store_page(std::string page);

 private:
  Flash& flash_;
  std::uint64_t sequence_ = 0;  // the sequence number of the newer slot; 0: no slot is valid
  std::uint8_t older_ = 0;
};

}  // namespace dialtone
