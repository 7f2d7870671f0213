// The words of faults: for the reader, the writer and the schema.
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
inline constexpr WordTable<NameAction::Failure, 2> kNameFailureWords{
    {{"no-such-name", NameAction::Failure::kNoSuchName}, {"no-answer", NameAction::Failure::kNoAnswer}}};
inline constexpr WordTable<DatabaseAction::Says, 3> kDatabaseWords{{{"locked", DatabaseAction::Says::kLocked},
                                                                    {"gone", DatabaseAction::Says::kGone},
                                                                    {"conflict", DatabaseAction::Says::kConflict}}};
inline constexpr WordTable<bool, 2> kTruthWords{{{"true", true}, {"false", false}}};

// What stands for itself where only one thing can be meant.
inline constexpr WordTable<bool, 1> kRequestsWords{{{"requests", true}}};
inline constexpr WordTable<bool, 1> kPacketsWords{{{"packets", true}}};
inline constexpr WordTable<bool, 1> kPayloadWords{{{"payload", true}}};
inline constexpr WordTable<bool, 1> kTcpWords{{{"tcp", true}}};
inline constexpr WordTable<bool, 1> kConnectionWords{{{"connection", true}}};
inline constexpr WordTable<bool, 1> kFailsWords{{{"fails", true}}};
inline constexpr WordTable<bool, 1> kOmittedWords{{{"omitted", true}}};
inline constexpr WordTable<bool, 1> kBodyWords{{{"body", true}}};
inline constexpr WordTable<bool, 1> kGzipWords{{{"gzip", true}}};
inline constexpr WordTable<bool, 1> kBindingsWords{{{"bindings", true}}};
inline constexpr WordTable<bool, 1> kMappingsWords{{{"mappings", true}}};
inline constexpr WordTable<bool, 2> kStateWords{{{"kept", false}, {"lost", true}}};

// Where a question for a name can be answered to that has nobody listening.
inline constexpr std::string_view kNowhere = "nowhere";

}  // namespace dialtone
