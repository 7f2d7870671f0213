// Settings in flash, so that a power cut at any byte leaves the old ones or the new ones: two slots, each with a
// sequence number and a checksum, of which always the older one is written.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "device_sim/model/quirks.h"
#include "device_sim/model/settings.h"
#include "world/flash.h"

namespace dialtone {

class SettingsStore {
 public:
  // The slots' files in flash.
  static constexpr std::array<std::string_view, 2> kFiles{"settings-a", "settings-b"};

  // The flash must outlive it.
  explicit SettingsStore(Flash& flash, Quirks quirks = {})
      : flash_(flash), writes_in_place_(quirks.has(Quirk::kWritesFlashInPlace)) {}

  struct Loaded {
    // Those of the newer good slot; nothing where there is none.
    std::optional<DeviceSettings> settings;
    // A reason for each slot that is there and no good: `settings-b: the checksum does not fit`.
    std::vector<std::string> damages;
  };
  // Also learns which slot is the older one: call it once at boot, before store().
  Loaded load();

  // Takes the flash's time. A slot whose writing was cut or has failed is the first to be written again.
  // A device that writes in place has one slot only, and so neither where that was cut.
  Task<Result<void, FlashError>> store(const DeviceSettings& settings);
  // Puts a page that is no settings in the place of all that is stored.
  Task<Result<void, FlashError>> store_page(std::string page);

 private:
  Flash& flash_;
  std::uint64_t sequence_ = 0;  // of the newer slot; 0: none is good
  std::uint8_t older_ = 0;
  bool writes_in_place_;
};

}  // namespace dialtone
