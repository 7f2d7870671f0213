// docs/limits.md must list each limit on what strangers can make grow, with the code's value and an existing test. An
// integer constant that the list lacks needs a reason here, as does any constant whose name sounds like a limit.
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <memory>
#include <regex>
#include <set>

#include "tests/build_paths.h"
#include "tests/docs/document.h"
#include "tests/docs/limits_table.h"
#include "tests/tools/folder.h"

namespace dialtone {
namespace {

namespace fs = std::filesystem;

const fs::path kRoot = DIALTONE_SOURCE_DIR;

// A constant or a default, by the file that declares it.
using Place = std::pair<std::string, std::string>;

const std::map<Place, std::string>& no_limits() {
  static const std::map<Place, std::string> all{
      {{"wire/sip/headers/cseq.cpp", "kLimit"}, "a number of 31 bits"},
      {{"wire/sip/headers/header_name.cpp", "kSlots"}, "a table of the names that we know"},
      {{"wire/sip/typed_headers.h", "kMalformedExpiresSeconds"}, "what a malformed one means"},
      {{"wire/provisioning/document_grammar.h", "kDepth"}, "how deep our own document is"},
      {{"wire/provisioning/sax_parser.cpp", "kLeast"}, "of the document's, what the parser gets at a time"},
      {{"protocol/http/framed_body.h", "kMostBytes"}, "how much is sent at a time"},
      {{"prov_server/audit/audit_log.h", "kBatch"}, "how many are written at a time"},
      {{"prov_server/exchange.cpp", "kReasonRoom"}, "room that is made at once"},
      {{"prov_server/commands/progress_bar.cpp", "kWidth"}, "columns that are printed"},
      {{"prov_server/audit/sqlite_audit.cpp", "kPruned"}, "how many go at a time"},
      {{"prov_server/audit/sqlite_audit.cpp", "kCheckpointEntries"}, "how often the log is emptied"},
      {{"call_agent_sim/registrar/duration_in_turn.h", "kMost"}, "the largest Expires that SIP can state"},
      {{"call_agent_sim/registrar/binding_journal.cpp", "kGrowth"}, "in the list with the size from which it counts"},
      {{"protocol/digest/nonce_counts.h", "kWindow"}, "bits of a word"},
      {{"protocol/sip/flow_client.cpp", "kCSeq"}, "what our own requests say"},
      {{"protocol/sip/flow_client.cpp", "kPrefix"}, "the length of a word"},
      {{"protocol/sip/server.h", "kLanes"}, "who takes what waits, which is bounded"},
      {{"protocol/sip/server_sockets.cpp", "kAttempts"}, "how often a port that is free is looked for"},
      {{"protocol/digest/lockout.cpp", "kLongestPeriod"}, "a time, and nothing grows with it"},
      {{"world/event_queue.cpp", "kPrefetchAhead"}, "lines of the processor's cache"},
      {{"world/event_queue.h", "kSlots"}, "the wheel's, which is made once"},
      {{"world/event_queue.h", "kLevels"}, "the wheel's, which is made once"},
      {{"world/ordinals.cpp", "kStep"}, "room that is made at once"},
      {{"world/virtual/rule.cpp", "kLate"}, "a word for the fingerprint"},
      {{"world/virtual/rule.cpp", "kDropped"}, "a word for the fingerprint"},
      {{"world/virtual/rule.cpp", "kCorrupted"}, "a word for the fingerprint"},
      {{"world/virtual/rule.cpp", "kCorruptedAndLate"}, "a word for the fingerprint"},
      {{"world/virtual/rule.cpp", "kDoubled"}, "a word for the fingerprint"},
      {{"world/virtual/tcp_connection.h", "kInitialWindowSegments"}, "what our own sender begins with"},
      {{"world/virtual/tcp_connection.h", "kSynTries"}, "how often our own sender tries"},
      {{"world/virtual/virtual_host.cpp", "kReceived"}, "a word for the fingerprint"},
      {{"world/virtual/virtual_host.cpp", "kAttempts"}, "how often a name server is asked"},
      {{"world/virtual/virtual_host.cpp", "kSmallTable"}, "from there on a table is used"},
      {{"world/real/reactor.cpp", "kEnded"}, "a word of the system's"},
      {{"world/real/reactor.cpp", "kShare"}, "how much is done in one turn"},
      {{"world/real/reactor.cpp", "kBatch"}, "how much is done in one turn"},
      {{"world/real/real_world.cpp", "kBatch"}, "how much is done in one turn"},
      {{"world/real/real_world.cpp", "kMostInATurn"}, "how much is done in one turn"},
      {{"world/real/real_flash.cpp", "kPiece"}, "how much of a file is read at a time"},
      {{"device_sim/signalling/registrar_client.cpp", "kCSeqLimit"}, "a number of 31 bits"},
      {{"protocol/sip/identifiers.h", "kCallId"}, "a number of a kind"},
      {{"protocol/sip/identifiers.h", "kFromTag"}, "a number of a kind"},
      {{"subscribers/sqlite/sqlite_lookups.cpp", "kPasswordRoom"}, "room that is made at once"},
      {{"subscribers/subscriber_row.h", "kRowColumns"}, "our own table's"},
      {{"scenarios/middlebox/relay.cpp", "kAttempts"}, "how often a port that is free is looked for"},
      {{"wire/http/head.cpp", "kTypicalFields"}, "room that is made at once"},
      {{"wire/provisioning/sax_parser.cpp", "kMost"}, "of the document's, what the parser gets at a time"},
      {{"wire/provisioning/xml_reader.cpp", "kLongest"}, "how much of a stranger's text a reason quotes"},
      {{"wire/sip/request_refusal.h", "most_body_bytes"}, "a server sets it; nobody reads a longer message"},
      {{"prov_server/request_limiter.cpp", "kMostPerSecond"}, "what an operator may write"},
      {{"call_agent_sim/registrar/registration.cpp", "kLongestInterval"}, "a number of 32 bits"},
      {{"protocol/sip/flow_client.cpp", "kMaxForwards"}, "what our own requests say"},
      {{"world/events/declared_event.h", "kMostFields"}, "of an event's declaration; one with more does not compile"},
      {{"world/events/event_line.cpp", "kWordBytes"}, "a word of the processor"},
      {{"world/event_queue.cpp", "kLineBytes"}, "a line of the processor's cache"},
      {{"world/loop.h", "most_in_a_row_"}, "each world sets its own"},
      {{"world/link.h", "mtu_bytes"}, "a property of a scenario's line"},
      {{"world/ordinals.h", "kMostSearched"}, "from there on a table is used"},
      {{"world/virtual/rule.cpp", "kMostCopies"}, "what a scenario's faults may do to a packet"},
      {{"world/virtual/tcp_connection.h", "kMostRetransmit"}, "a time, and nothing grows with it"},
      {{"world/virtual/virtual_udp_socket.cpp", "kBookkeepingBytes"}, "what a datagram costs beside its bytes"},
      {{"world/real/datagram_batch.h", "kMost"}, "what one call of the system takes"},
      {{"world/real/datagram_batch.h", "kLargest"}, "what one call of the system takes"},
      {{"world/real/real_host.cpp", "kBacklog"}, "what the system is asked for, which has a limit of its own"},
      {{"world/real/real_flash.h", "kWritePieceBytes"}, "how much of a file is written at a time"},
      {{"world/real/real_flash.h", "kAppendPieceBytes"}, "how much of a file is written at a time"},
      {{"world/real/real_udp_socket.cpp", "kMostErrors"}, "what is passed over in one turn"},
      {{"device_sim/model/back_off.h", "most_over_asked_percent"}, "a time, and nothing grows with it"},
      {{"protocol/sip/keep_alive_rule.h", "most"}, "a time, and nothing grows with it"},
      {{"device_sim/signalling/register_request.cpp", "kMaxForwards"}, "what our own requests say"},
      {{"subscribers/subscriber_fields.h", "kColumnCount"}, "how many columns there are"},
      {{"wire/provisioning/field_types.h", "kHighestRevision"}, "a number of 64 bits"},
      {{"wire/provisioning/field_types.h", "kLeast"}, "the range of a number"},
      {{"wire/provisioning/field_types.h", "kMost"}, "the range of a number"},
      {{"wire/provisioning/fields.h", "kFields"}, "the table of a document's fields"},
      {{"world/events/declared_event.h", "kCount"}, "how many fields an event declares"},
      {{"subscribers/sqlite/sqlite_import.cpp", "kProgressRows"}, "how often progress is told"},
      {{"subscribers/subscriber_csv.cpp", "kProgressRows"}, "how often progress is told"},
      {{"scenarios/middlebox/relay_way.cpp", "kSegmentBytes"}, "how bytes are cut into packets"},
      {{"scenarios/middlebox/relay_way.h", "kMostRelayRepetition"}, "a time, and nothing grows with it"},
      {{"scenarios/middlebox/relayed_datagrams.cpp", "kBookkeepingBytes"}, "what a datagram costs beside its bytes"},
  };
  return all;
}

bool is_source(const fs::path& path) { return path.extension() == ".h" || path.extension() == ".cpp"; }

// Returns true if the name of a default, or of a constant other than an integer, sounds like a limit.
bool sounds_like_a_limit(const std::string& name) {
  static const std::regex limit(
      "k(Most|Longest|Largest|Max)\\w*|k\\w*(Bytes|Backlog|Lines|Trailers|Responses|Fields|Rows|OfARow)"
      "|most(_\\w+)?|max_\\w+|\\w+_bytes|fields|depth|attributes");
  return std::regex_match(name, limit);
}

// Returns true if an integer constant with that name is no limit: a typical value, a format or bit layout, a port, an
// exit code, or a marker for `none`.
bool is_known_to_be_no_limit(const std::string& name) {
  static const std::regex other(
      "kTypical\\w*|k\\w*(Digits|Port|Bits|Overhead|Version)|k(Usage|Environment|Interrupted|Held|Failed)"
      "|k(Ones|Nowhere|NoSlot|InHeap|Million|Nanoseconds|WakeName)");
  return std::regex_match(name, other) && !sounds_like_a_limit(name);
}

// Returns the names that a file declares, except those that start at zero, which are counters.
std::set<std::string> limits_declared_in(const fs::path& file) {
  static const std::regex constant("constexpr [^;({]*\\b(k[A-Z]\\w*) = .*");
  static const std::regex number("constexpr (?:std::size_t|std::u?int\\d+_t|int|unsigned) (k[A-Z]\\w*)(?: = |\\{).*");
  static const std::regex option(" +(?:std::size_t|std::uint\\d+_t|int|Duration) ([a-z]\\w*)(?: = |\\{).*");
  static const std::regex zero(" +\\S+ \\w+ = 0;.*");
  std::set<std::string> names;
  for (const std::string& line : lines_of(read_file(file))) {
    std::smatch found;
    // Tested first because std::regex is slow and most lines declare nothing.
    const bool is_constant = line.find("constexpr") != std::string::npos;
    if (is_constant && std::regex_search(line, found, number)) {
      if (!is_known_to_be_no_limit(found[1])) names.insert(found[1]);
      continue;
    }
    const bool declares =
        is_constant ? std::regex_search(line, found, constant) : std::regex_match(line, found, option);
    if (declares && sounds_like_a_limit(found[1]) && !std::regex_match(line, zero)) names.insert(found[1]);
  }
  return names;
}

// Maps each test's name to the text of its file.
std::map<std::string, std::shared_ptr<const std::string>> test_files() {
  static const std::regex test("(?:TYPED_)?TEST(?:_F|_P)?\\((\\w+), (\\w+)\\).*");
  std::map<std::string, std::shared_ptr<const std::string>> files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(kRoot / "tests")) {
    if (!is_source(entry.path())) continue;
    const auto text = std::make_shared<const std::string>(read_file(entry.path()));
    for (const std::string& line : lines_of(*text)) {
      std::smatch found;
      if (std::regex_match(line, found, test)) files.emplace(found[1].str() + "." + found[2].str(), text);
    }
  }
  return files;
}

// Removes the separators between digits, and the U of unsigned literals.
std::string plain(const std::string& text) {
  const auto is_digit = [&](std::size_t at) { return at < text.size() && text[at] >= '0' && text[at] <= '9'; };
  std::string all;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool is_mark = (text[at] == '\'' && is_digit(at + 1)) || text[at] == 'U';
    if (!is_mark || at == 0 || !is_digit(at - 1)) all += text[at];
  }
  return all;
}

bool has_word(const std::string& text, const std::string& word) {
  const auto is_letter = [&](std::size_t at) {
    return at < text.size() && (std::isalnum(static_cast<unsigned char>(text[at])) != 0 || text[at] == '_');
  };
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
    if (!is_letter(at - 1) && !is_letter(at + word.size())) return true;
  }
  return false;
}

// Returns true if a test's file has the limit's name, its value as the code writes it, or that number or the next one.
bool speaks_of(const std::string& text, const Limit& limit) {
  const std::string all = plain(text);
  const std::int64_t number = number_of_words(limit.at_most).value_or(-1);
  return has_word(all, limit.name()) || has_word(all, plain(limit.value())) || has_word(all, std::to_string(number)) ||
         has_word(all, std::to_string(number + 1));
}

// Tests that do not contain the number, with the reason.
const std::map<std::string, std::string>& limits_seen_otherwise() {
  static const std::map<std::string, std::string> all{
      {"AuditFile.HoldsSoManyEntriesHoweverManyCome", "it is made for a hundred"},
      {"ProxyCache.ForgetsTheOldestWhereTheirBodiesAreTooLargeTogether", "it is made for a hundred bytes"},
      {"HostileConnection.ThatBringsWhatIsNoAnswerStaysAsItIs", "it counts the bytes that are taken"},
      {"HostilePort.RemembersOnlyTheNewestTransactionsOfACallAgentThatFloodsIt", "it counts the bytes that are taken"},
  };
  return all;
}

class Limits : public testing::Test {
 protected:
  std::string at(const Limit& limit) const { return "docs/limits.md:" + std::to_string(limit.line) + ": "; }

  const std::vector<Limit> limits_ = limits_in(kRoot / "docs" / "limits.md");
};

TEST_F(Limits, HaveTheValuesOfTheCode) {
  ASSERT_GT(limits_.size(), 60U);
  for (const Limit& limit : limits_) {
    ASSERT_TRUE(fs::exists(kRoot / limit.file)) << at(limit) << limit.file;
    const std::regex declared("\\b" + std::regex_replace(limit.code, std::regex("[*()<]"), "\\$&") + "[;}]");
    EXPECT_TRUE(std::regex_search(read_file(kRoot / limit.file), declared))
        << at(limit) << limit.file << " has no " << limit.code;
    const std::optional<std::int64_t> said = number_of_words(limit.at_most);
    EXPECT_TRUE(said) << at(limit) << limit.at_most;
    EXPECT_EQ(said, number_of_code(limit.value())) << at(limit) << limit.code;
  }
}

TEST_F(Limits, HaveATestThatGoesBeyondThem) {
  const std::map<std::string, std::shared_ptr<const std::string>> tests = test_files();
  ASSERT_GT(tests.size(), 1000U);
  for (const Limit& limit : limits_) {
    EXPECT_FALSE(limit.beyond.empty()) << at(limit);
    const auto file = tests.find(limit.test);
    ASSERT_NE(file, tests.end()) << at(limit) << "there is no test " << limit.test;
    EXPECT_NE(speaks_of(*file->second, limit), limits_seen_otherwise().contains(limit.test))
        << at(limit) << limit.test << " does not say " << limit.code << ", or says it and needs no reason";
  }
}

TEST_F(Limits, AreAllInTheList) {
  std::set<Place> listed;
  for (const Limit& limit : limits_) {
    EXPECT_TRUE(listed.emplace(limit.file, limit.name()).second) << at(limit) << limit.name() << " stands twice";
  }
  std::set<Place> excused;
  for (const char* box : {"wire", "protocol", "prov_server", "call_agent_sim", "world", "device_sim", "subscribers",
                          "scenarios/middlebox"}) {
    int seen = 0;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(kRoot / box)) {
      if (!is_source(entry.path())) continue;
      ++seen;
      const std::string file = fs::relative(entry.path(), kRoot).generic_string();
      for (const std::string& name : limits_declared_in(entry.path())) {
        if (no_limits().contains({file, name})) {
          excused.emplace(file, name);
        } else {
          EXPECT_TRUE(listed.contains({file, name})) << file << ": " << name << " is not in docs/limits.md";
        }
      }
    }
    EXPECT_GT(seen, 0) << box;
  }
  for (const auto& [place, reason] : no_limits()) {
    EXPECT_TRUE(excused.contains(place)) << place.first << ": " << place.second << " (" << reason << ") is not there";
    EXPECT_FALSE(listed.contains(place)) << place.first << ": " << place.second << " is listed too";
  }
}

TEST(LimitsTable, ReadsNumbers) {
  EXPECT_EQ(number_of_words("1,300"), 1300);
  EXPECT_EQ(number_of_words("64 KiB"), 65'536);
  EXPECT_EQ(number_of_words("24 h"), 86'400);
  EXPECT_EQ(number_of_words("many"), std::nullopt);
  EXPECT_EQ(number_of_words("1 kB"), std::nullopt);
  EXPECT_EQ(number_of_code("64 * 1024"), 65'536);
  EXPECT_EQ(number_of_code("65'535"), 65'535);
  EXPECT_EQ(number_of_code("(1U << 24) - 1"), 16'777'215);
  EXPECT_EQ(number_of_code("std::chrono::hours(24)"), 86'400);
  EXPECT_EQ(number_of_code("std::numeric_limits<int>::max()"), std::nullopt);
}

}  // namespace
}  // namespace dialtone
