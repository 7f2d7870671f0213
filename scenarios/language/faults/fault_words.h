// Tables of the words in faults.
#pragma once

#include "scenarios/language/document/word_table.h"
#include "scenarios/language/faults/fault.h"

namespace dialtone {

inline constexpr WordTable<std::optional<Transport>, 3> kProtocolWords{
    {{"all", std::nullopt}, {"udp", Transport::kUdp}, {"tcp", Transport::kTcp}}};
inline constexpr WordTable<FaultMatch::Direction, 3> kDirectionWords{
    {{"both", FaultMatch::Direction::kBoth},
     {"from-devices", FaultMatch::Direction::kFromDevices},
     {"to-devices", FaultMatch::Direction::kToDevices}}};
inline constexpr WordTable<NameFailure, 2> kNameFailureWords{
    {{"no-such-name", NameFailure::kNoSuchName}, {"no-answer", NameFailure::kNoAnswer}}};
inline constexpr WordTable<DatabaseAction::Says, 3> kDatabaseWords{{{"locked", DatabaseAction::Says::kLocked},
                                                                    {"gone", DatabaseAction::Says::kGone},
                                                                    {"conflict", DatabaseAction::Says::kConflict}}};

// The false identities that a device can state. kDisabled is missing, because that is a property of the user database
// alone.
inline constexpr WordTable<IdentityFault, 3> kFalseIdentityWords{{{"unknown", IdentityFault::kUnknown},
                                                                  {"wrong-mac", IdentityFault::kWrongMac},
                                                                  {"wrong-customer", IdentityFault::kWrongCustomer}}};
inline constexpr WordTable<CredentialsAction::Wrong, 3> kCredentialsWords{
    {{"wrong", CredentialsAction::Wrong::kAll},
     {"wrong-for-call-agents", CredentialsAction::Wrong::kOfCallAgents},
     {"wrong-for-provisioning", CredentialsAction::Wrong::kOfProvisioning}}};

inline constexpr WordTable<bool, 2> kStateWords{{{"kept", false}, {"lost", true}}};

// As the result of a DNS look-up: an address where no host listens.
inline constexpr std::string_view kNowhere = "nowhere";

}  // namespace dialtone
