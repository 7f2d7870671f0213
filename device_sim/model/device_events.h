// The events that devices record, in the order of a device's life.
#pragma once

#include "world/events/event_fields.h"

namespace dialtone {

namespace fields {

inline constexpr DeclaredField kAddress{"address", FieldKind::kText, "of a name, or as the call agent saw it"};
inline constexpr DeclaredField kAddresses{"addresses", FieldKind::kNumber, "how many a name has"};
inline constexpr DeclaredField kAlgorithm{
    "algorithm", FieldKind::kText,
    "of a digest (RFC 7616): `MD5`, `SHA-256`, `SHA-512-256-sess`; `none`: nothing is answered"};
inline constexpr DeclaredField kAttempt{"attempt", FieldKind::kNumber, "from 1, counted anew after a success"};
inline constexpr DeclaredField kCallId{"call_id", FieldKind::kText, ""};
inline constexpr DeclaredField kCSeq{"cseq", FieldKind::kNumber, ""};
inline constexpr DeclaredField kDelay{"delay", FieldKind::kDuration, "until the next try"};
inline constexpr DeclaredField kDeviceName{"device_name", FieldKind::kText, ""};
inline constexpr DeclaredField kDuration{
    "duration", FieldKind::kDuration, "since the question, the attempt or the first REGISTER, by the host's own clock"};
inline constexpr DeclaredField kFirmware{"firmware", FieldKind::kText, "the version that runs"};
inline constexpr DeclaredField kFor{"for", FieldKind::kText, "`provisioning` or `registration`"};
inline constexpr DeclaredField kFrom{"from", FieldKind::kText, "the state before"};
inline constexpr DeclaredField kLocal{"local", FieldKind::kText, "the device's own end"};
inline constexpr DeclaredField kMinExpires{"min_expires", FieldKind::kDuration, "of a 423"};
inline constexpr DeclaredField kName{"name", FieldKind::kText, "that was asked for"};
inline constexpr DeclaredField kPartial{"partial", FieldKind::kTruth, "taken as far as it could be read"};
inline constexpr DeclaredField kProduct{"product", FieldKind::kText, ""};
inline constexpr DeclaredField kRetryAfter{"retry_after", FieldKind::kDuration, "that the server asked for"};
inline constexpr DeclaredField kRevision{"revision", FieldKind::kNumber, "of settings"};
inline constexpr DeclaredField kSincePowerOn{"since_power_on", FieldKind::kDuration, "by the device's own clock"};
inline constexpr DeclaredField kStale{"stale", FieldKind::kTruth, "whether the challenge said so"};
inline constexpr DeclaredField kTo{"to", FieldKind::kText,
                                   "the call agent that was asked; of `device.state` the new state"};
inline constexpr DeclaredField kUrl{"url", FieldKind::kText, "without its query"};

}  // namespace fields

namespace device_events {

using enum EventSource;

struct List;

struct PowerOn {
  static constexpr EventOf<List> kEvent{"device.power_on", kDevice, "its power comes"};
};

struct Boot {
  static constexpr EventOf<List> kEvent{"device.boot", kDevice, "its software begins; `boot_time` passes"};
  Required<fields::kProduct> product;
  Required<fields::kFirmware> firmware;
  Required<fields::kSerialNumber> serial_number;
};

struct PowerOff {
  static constexpr EventOf<List> kEvent{"device.power_off", kDevice, "it has taken its leave and is off"};
};

struct Reboot {
  static constexpr EventOf<List> kEvent{"device.reboot", kDevice,
                                        "it boots anew without losing power, because it was told to"};
  Required<fields::kReason> reason;
};

struct State {
  static constexpr EventOf<List> kEvent{
      "device.state", kDevice,
      "it says that it is in another state (`booting`, `provisioning`, `registering`, `believes-registered`, "
      "`retrying`, `given-up`, `leaving`, `off`)"};
  Required<fields::kFrom> from;
  Required<fields::kTo> to;
};

struct Resync {
  static constexpr EventOf<List> kEvent{
      "device.resync", kDevice,
      "it asks for its settings again without a reboot: told to (`check-sync`) or by its own `period`"};
  Required<fields::kReason> reason;
};

// --- names and connections ---

struct NameResolved {
  static constexpr EventOf<List> kEvent{"name.resolved", kDevice, "a name has addresses"};
  Required<fields::kName> name;
  Required<fields::kAddress> address;
  Required<fields::kAddresses> addresses;
  Required<fields::kDuration> duration;
};

struct NameFailed {
  static constexpr EventOf<List> kEvent{"name.failed", kDevice, "a question for a name was in vain"};
  Required<fields::kName> name;
  Required<fields::kReason> reason;
  Required<fields::kDuration> duration;
};

struct ConnectionEstablished {
  static constexpr EventOf<List> kEvent{"connection.established", kDevice, "a TCP connection to a call agent stands"};
  Required<fields::kTo> to;
  Required<fields::kLocal> local;
};

struct ConnectionLost {
  static constexpr EventOf<List> kEvent{
      "connection.lost", kDevice, "a TCP connection is gone: closed, reset, or without an answer to a keep-alive"};
  Required<fields::kTo> to;
  Required<fields::kReason> reason;
};

struct AddressLearned {
  static constexpr EventOf<List> kEvent{"address.learned", kDevice,
                                        "the call agent has seen another address than its own (RFC 3581)"};
  Required<fields::kAddress> address;
};

// --- provisioning ---

struct ProvisionRequest {
  static constexpr EventOf<List> kEvent{"provision.request", kDevice,
                                        "it asks for its settings; the URL is without its query"};
  Required<fields::kUrl> url;
  Required<fields::kAttempt> attempt;
};

struct ProvisionChallenged {
  static constexpr EventOf<List> kEvent{
      "provision.challenged", kDevice,
      "it is asked for credentials, and has some; `algorithm`: the one that it answers with"};
  Required<fields::kAlgorithm> algorithm;
  Required<fields::kStale> stale;
  Required<fields::kDuration> duration;
};

struct ProvisionAccepted {
  static constexpr EventOf<List> kEvent{"provision.accepted", kDevice,
                                        "it takes the answer; `partial` where its quirk is to take a broken one"};
  Required<fields::kRevision> revision;
  Required<fields::kSerialNumber> serial_number;
  Required<fields::kDuration> duration;
  Optional<fields::kPartial> partial;
};

struct ProvisionRefused {
  static constexpr EventOf<List> kEvent{"provision.refused", kDevice,
                                        "the answer has another status than 200, or is a refusal"};
  Required<fields::kStatus> status;
  Required<fields::kReason> reason;
  Required<fields::kDuration> duration;
  Optional<fields::kRetryAfter> retry_after;
};

struct ProvisionFailed {
  static constexpr EventOf<List> kEvent{"provision.failed", kDevice, "there was no answer of use"};
  Required<fields::kReason> reason;
  Required<fields::kDuration> duration;
};

struct ProvisionAbandoned {
  static constexpr EventOf<List> kEvent{"provision.abandoned", kDevice, "it asks no more (a quirk)"};
};

struct SettingsStored {
  static constexpr EventOf<List> kEvent{"settings.stored", kDevice, "settings are in its flash"};
  Required<fields::kRevision> revision;
  Required<fields::kDeviceName> device_name;
  Required<fields::kSerialNumber> serial_number;
};

struct SettingsRejected {
  static constexpr EventOf<List> kEvent{
      "settings.rejected", kDevice,
      "settings are not for it, too old, or damaged in its flash; without `duration` where no server was asked"};
  Required<fields::kReason> reason;
  Optional<fields::kDuration> duration;
};

struct SettingsLoaded {
  static constexpr EventOf<List> kEvent{"settings.loaded", kDevice, "a boot found settings in its flash"};
  Required<fields::kRevision> revision;
};

// --- registration ---

struct RegistrationRequest {
  static constexpr EventOf<List> kEvent{
      "registration.request", kDevice,
      "it sends a REGISTER, also one that answers a challenge; retransmissions are not told"};
  Required<fields::kTo> to;
  Required<fields::kCallId> call_id;
  Required<fields::kCSeq> cseq;
  Required<fields::kAttempt> attempt;
  Required<fields::kExpires> expires;
};

struct RegistrationChallenged {
  static constexpr EventOf<List> kEvent{
      "registration.challenged", kDevice,
      "a 401 or 407 came; `algorithm`: the one that it answers with, `none` where it answers no more"};
  Required<fields::kTo> to;
  Required<fields::kCSeq> cseq;
  Required<fields::kAlgorithm> algorithm;
  Required<fields::kStale> stale;
};

struct RegistrationAccepted {
  static constexpr EventOf<List> kEvent{"registration.accepted", kDevice,
                                        "a 200 came; `since_power_on` of the first in a life"};
  Required<fields::kAor> aor;
  Required<fields::kContact> contact;
  Required<fields::kTo> to;
  Required<fields::kExpires> expires;
  Required<fields::kDuration> duration;
  Optional<fields::kSincePowerOn> since_power_on;
};

struct RegistrationRejected {
  static constexpr EventOf<List> kEvent{"registration.rejected", kDevice,
                                        "another final answer than a 200 or a challenge came"};
  Required<fields::kTo> to;
  Required<fields::kStatus> status;
  Required<fields::kReason> reason;
  Required<fields::kDuration> duration;
  Optional<fields::kMinExpires> min_expires;
  Optional<fields::kRetryAfter> retry_after;
};

struct RegistrationFailed {
  static constexpr EventOf<List> kEvent{"registration.failed", kDevice,
                                        "no answer to a REGISTER came, or it could not be sent"};
  Required<fields::kTo> to;
  Required<fields::kReason> reason;
  Required<fields::kDuration> duration;
};

struct ContactUnmatched {
  static constexpr EventOf<List> kEvent{
      "contact.unmatched", kDevice,
      "a 200 lists several contacts and none is the device's: it stays registered by the Expires header, else for what "
      "it asked for"};
  Required<fields::kAor> aor;
  Required<fields::kContact> contact;
  Required<fields::kTo> to;
  Required<fields::kExpires> expires;
};

struct RegistrationExpired {
  static constexpr EventOf<List> kEvent{"registration.expired", kDevice,
                                        "what was granted is over and was not renewed"};
  Required<fields::kAor> aor;
};

struct RegistrationRemoved {
  static constexpr EventOf<List> kEvent{"registration.removed", kDevice, "it has taken its binding away"};
  Required<fields::kAor> aor;
  Required<fields::kContact> contact;
  Required<fields::kDuration> duration;
};

struct RegistrationAbandoned {
  static constexpr EventOf<List> kEvent{"registration.abandoned", kDevice,
                                        "it registers no more until its next boot (a quirk)"};
};

struct RetryScheduled {
  static constexpr EventOf<List> kEvent{"retry.scheduled", kDevice,
                                        "it waits before it tries again, `for` `provisioning` or `registration`"};
  Required<fields::kFor> what;
  Required<fields::kDelay> delay;
};

struct List : EventList<PowerOn, Boot, PowerOff, Reboot, State, Resync, NameResolved, NameFailed, ConnectionEstablished,
                        ConnectionLost, AddressLearned, ProvisionRequest, ProvisionChallenged, ProvisionAccepted,
                        ProvisionRefused, ProvisionFailed, ProvisionAbandoned, SettingsStored, SettingsRejected,
                        SettingsLoaded, RegistrationRequest, RegistrationChallenged, RegistrationAccepted,
                        RegistrationRejected, RegistrationFailed, ContactUnmatched, RegistrationExpired,
                        RegistrationRemoved, RegistrationAbandoned, RetryScheduled> {};

}  // namespace device_events

}  // namespace dialtone
