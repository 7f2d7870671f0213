#include "call_agent_sim/registrar/binding_record.h"

#include <gtest/gtest.h>

#include <chrono>

namespace dialtone {
namespace {

using namespace std::chrono_literals;

RecordContext context(Duration now, Duration wall) {
  return {Moment(now), WallTime(wall), {{IpAddress::v4(10, 0, 0, 1), 5060}, {IpAddress::v4(10, 0, 0, 1), 5080}}};
}

Binding binding() {
  Binding binding;
  binding.contact = "sip:line1@10.0.0.42:5060;transport=tcp";
  binding.call_id = "a b%\n@10.0.0.42";
  binding.cseq = 4'000'000'000;
  binding.q = 500;
  binding.flow = {{IpAddress::v4(10, 0, 0, 42), 40'000}, 7, 1, Transport::kTcp};
  binding.updated = Moment(90s);
  binding.expires = Moment(3690s);
  return binding;
}

std::string line_of(const Binding& binding) {
  std::string line;
  append_record(line, context(100s, 5000s), "sip:line 1@voip.example.net", binding);
  EXPECT_EQ(line.back(), '\n');
  line.pop_back();
  return line;
}

TEST(BindingRecord, IsReadBackByAnotherLife) {
  const std::string line = line_of(binding());
  // The wall clock is 200 s later, in a world that has just begun.
  const Result<BindingRecord> record = parse_record(line, context(1s, 5200s));
  ASSERT_TRUE(record) << record.error().reason;
  EXPECT_FALSE(record->removed);
  EXPECT_EQ(record->address_of_record, "sip:line 1@voip.example.net");
  EXPECT_EQ(record->binding.contact, binding().contact);
  EXPECT_EQ(record->binding.call_id, binding().call_id);
  EXPECT_EQ(record->binding.cseq, binding().cseq);
  EXPECT_EQ(record->binding.q, 500);
  EXPECT_EQ(record->binding.expires, Moment(1s + 3590s - 200s));
  EXPECT_EQ(record->binding.updated, Moment(1s - 10s - 200s));
  EXPECT_EQ(record->binding.flow, (sip::Flow{binding().flow.peer, 0, 1, Transport::kTcp}));
}

TEST(BindingRecord, IsRefusedWhereAByteIsWrongOrMissing) {
  const std::string line = line_of(binding());
  for (std::size_t i = 0; i < line.size(); ++i) {
    std::string wrong = line;
    wrong[i] = wrong[i] == 'x' ? 'y' : 'x';
    EXPECT_FALSE(parse_record(wrong, context(1s, 1s))) << i;
    EXPECT_FALSE(parse_record(line.substr(0, i), context(1s, 1s))) << i;
  }
}

TEST(BindingRecord, OfARemovalHasItsNames) {
  std::string line;
  append_removal(line, "sip:a@b", "sip:c@d");
  line.pop_back();
  const Result<BindingRecord> record = parse_record(line, context(1s, 1s));
  ASSERT_TRUE(record);
  EXPECT_TRUE(record->removed);
  EXPECT_EQ(record->address_of_record, "sip:a@b");
  EXPECT_EQ(record->binding.contact, "sip:c@d");
}

}  // namespace
}  // namespace dialtone
