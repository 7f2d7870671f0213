// Keeps a device's settings in its flash, and records each load and store.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "device_sim/life/settings_store.h"
#include "device_sim/model/device_config.h"
#include "values/out_of_line.h"
#include "world/host.h"

namespace dialtone {

class SettingsKeeper {
 public:
  // `written` is notified when a write has ended. All three arguments must outlive the keeper.
  SettingsKeeper(Host& host, const DeviceConfig& config, Signal& written)
      : host_(host), config_(config), store_(host.flash()), written_(written) {}

  // Returns the stored settings, if a slot has valid ones. Call once, before store(). Records settings.rejected for
  // each damaged slot, and settings.loaded.
  std::optional<DeviceSettings> load();

  // store() and store_page() write to the flash, which takes time, and return true on success. One write at a time.
  // They record settings.stored, or settings.rejected if the flash cannot be written. The arguments must stay valid
  // until the task ends.
  Task<bool> store(const DeviceSettings& settings, std::string_view serial_number);
  // Replaces all stored settings by a page that contains no settings.
  Task<bool> store_page(std::string page);

  // Waits for the end of a write that has begun, but only until `deadline`.
  DIALTONE_OUT_OF_LINE Task<void> finish(Moment deadline);

 private:
  // The fields of settings.stored.
  struct Stored {
    std::uint64_t revision = 0;
    std::string_view device_name{};
    std::string_view serial_number{};
  };
  DIALTONE_OUT_OF_LINE Task<bool> write(Task<Result<void, FlashError>> write, Stored stored);
  DIALTONE_OUT_OF_LINE void tell(const Result<void, FlashError>& written, const Stored& stored);

  Host& host_;
  const DeviceConfig& config_;
  SettingsStore store_;
  Signal& written_;
  bool is_writing_ = false;
};

}  // namespace dialtone
