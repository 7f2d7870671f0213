#include "device_sim/life/settings_store.h"

#include <cassert>
#include <charconv>
#include <cstddef>

#include "values/hash.h"
#include "values/hex.h"

namespace dialtone {
namespace {

// `dialtone-settings 1 SEQUENCE CHECKSUM`, then the settings.
constexpr std::string_view kFormat = "dialtone-settings 1 ";
constexpr std::size_t kChecksumDigits = 16;

std::string checksum(std::uint64_t sequence, std::string_view settings) {
  return hex_text(combine(mix(sequence), hash_text(settings)));
}

struct Slot {
  std::uint64_t sequence = 0;
  DeviceSettings settings;
};

std::string write_slot(std::uint64_t sequence, const DeviceSettings& settings) {
  const std::string text = write_settings(settings);
  std::string slot(kFormat);
  slot += std::to_string(sequence) + ' ' + checksum(sequence, text) + '\n';
  slot += text;
  return slot;
}

Result<Slot> parse_slot(std::string_view bytes) {
  if (bytes.empty()) return Failure{"it is empty"};
  if (!bytes.starts_with(kFormat)) return Failure{"its format is not known"};
  bytes.remove_prefix(kFormat.size());
  Slot slot;
  const auto [end, error] = std::from_chars(bytes.data(), bytes.data() + bytes.size(), slot.sequence);
  bytes.remove_prefix(static_cast<std::size_t>(end - bytes.data()));
  if (error != std::errc() || slot.sequence == 0 || bytes.size() < kChecksumDigits + 2 || bytes.front() != ' ' ||
      bytes[kChecksumDigits + 1] != '\n') {
    return Failure{"it breaks off in its first line"};
  }
  const std::string_view told = bytes.substr(1, kChecksumDigits);
  bytes.remove_prefix(kChecksumDigits + 2);
  if (told != checksum(slot.sequence, bytes)) return Failure{"the checksum does not fit"};
  Result<DeviceSettings> settings = parse_settings(bytes);
  if (!settings) return settings.error();
  slot.settings = *std::move(settings);
  return slot;
}

}  // namespace

SettingsStore::Loaded SettingsStore::load() {
  Loaded loaded;
  assert(sequence_ == 0 && "it is loaded once, before anything is stored");
  older_ = 0;
  for (std::size_t i = 0; i < kFiles.size(); ++i) {
    const Result<std::string, FlashError> bytes = flash_.read(kFiles[i]);
    if (!bytes && bytes.error() == FlashError::kMissing) continue;
    Result<Slot> slot = bytes ? parse_slot(*bytes) : Result<Slot>(Failure{"the flash cannot be read"});
    if (!slot) {
      loaded.damages.push_back(std::string(kFiles[i]) + ": " + slot.error().reason);
    } else if (slot->sequence > sequence_) {
      sequence_ = slot->sequence;
      older_ = static_cast<std::uint8_t>(1 - i);
      loaded.settings = std::move(slot->settings);
    }
  }
  assert(loaded.settings.has_value() == (sequence_ > 0));
  return loaded;
}

Task<Result<void, FlashError>> SettingsStore::store(const DeviceSettings& settings, bool in_place) {
  assert(older_ < kFiles.size() && !settings.call_agents.empty());
  const std::string bytes = write_slot(sequence_ + 1, settings);
  const auto slot = static_cast<std::uint8_t>(in_place && sequence_ > 0 ? 1 - older_ : older_);
  const Result<void, FlashError> written = co_await flash_.write(std::string(kFiles[slot]), bytes);
  if (!written) co_return written.error();
  ++sequence_;
  older_ = static_cast<std::uint8_t>(1 - slot);
  co_return Result<void, FlashError>();
}

Task<Result<void, FlashError>> SettingsStore::store_page(std::string page) {
  for (const std::string_view file : kFiles) {
    const Result<void, FlashError> written = co_await flash_.write(std::string(file), page);
    if (!written) co_return written.error();
  }
  co_return Result<void, FlashError>();
}

}  // namespace dialtone
