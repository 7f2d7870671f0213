#include "device_sim/life/settings_keeper.h"

#include <cassert>
#include <utility>

#include "device_sim/model/device_events.h"

namespace dialtone {

std::optional<DeviceSettings> SettingsKeeper::load() {
  SettingsStore::Loaded loaded = store_.load();
  for (const std::string& damage : loaded.damages) {
    host_.record(device_events::SettingsRejected{.reason = damage, .duration = {}});
  }
  if (loaded.settings) host_.record(device_events::SettingsLoaded{.revision = loaded.settings->revision});
  return std::move(loaded.settings);
}

Task<bool> SettingsKeeper::store(const DeviceSettings& settings, std::string_view serial_number) {
  const bool in_place = config_.profile->quirks.has(Quirk::kWritesFlashInPlace);
  return write(store_.store(settings, in_place), {settings.revision, settings.device_name, serial_number});
}

Task<bool> SettingsKeeper::store_page(std::string page) { return write(store_.store_page(std::move(page)), {}); }

Task<void> SettingsKeeper::finish(Moment deadline) {
  while (is_writing_ && co_await Wait(written_, deadline, "the flash") == Wake::kSignal) continue;
}

Task<bool> SettingsKeeper::write(Task<Result<void, FlashError>> write, Stored stored) {
  assert(!is_writing_ && "one write to flash at a time");
  is_writing_ = true;
  const Result<void, FlashError> written = co_await std::move(write);
  is_writing_ = false;
  written_.notify();
  tell(written, stored);
  co_return written.ok();
}

void SettingsKeeper::tell(const Result<void, FlashError>& written, const Stored& stored) {
  if (!written) {
    host_.record(device_events::SettingsRejected{.reason = "the flash cannot be written", .duration = {}});
  } else {
    host_.record(device_events::SettingsStored{
        .revision = stored.revision, .device_name = stored.device_name, .serial_number = stored.serial_number});
  }
}

}  // namespace dialtone
