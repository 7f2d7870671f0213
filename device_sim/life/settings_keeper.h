// What a device keeps in its flash, and what it records of that.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "device_sim/life/settings_store.h"
#include "world/host.h"

namespace dialtone {

class SettingsKeeper {
 public:
  // `written` is notified when a write has ended. `host` and `written` must outlive it.
  SettingsKeeper(Host& host, Quirks quirks, Signal& written)
      : host_(host), store_(host.flash(), quirks), written_(written) {}

  // The settings of an earlier life, where there are good ones; call it once, before store(). Records
  // settings.rejected for each slot that is damaged, and settings.loaded.
  std::optional<DeviceSettings> load();

  // These two return whether the flash took it. They record settings.stored, or settings.rejected where the flash could
  // not be written; and take the flash's time, one at a time. What `settings` and `serial_number` refer to must stay.
  Task<bool> store(const DeviceSettings& settings, std::string_view serial_number);
  // A page that is no settings, in the place of those that are stored.
  Task<bool> store_page(std::string page);

  // Until the flash has what is being written, but not beyond `deadline`.
  [[gnu::noinline]] Task<void> finish(Moment deadline);

 private:
  // As settings.stored has it.
  struct Stored {
    std::uint64_t revision = 0;
    std::string_view device_name{};
    std::string_view serial_number{};
  };
  [[gnu::noinline]] Task<bool> write(Task<Result<void, FlashError>> write, Stored stored);
  [[gnu::noinline]] void tell(const Result<void, FlashError>& written, const Stored& stored);

  Host& host_;
  SettingsStore store_;
  Signal& written_;
  bool is_writing_ = false;
};

}  // namespace dialtone
