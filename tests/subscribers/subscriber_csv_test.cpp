#include "subscribers/subscriber_csv.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

#include "tests/subscribers/sample_subscribers.h"

namespace dialtone {
namespace {

constexpr std::string_view kContractHeader =
    "serial_number,mac_address,customer_number,product,device_name,domain,call_agent_protocol,call_agent_transport,"
    "call_agent_address,call_agent_port,call_agent_backup,auth_username,auth_password,expires,settings_revision,"
    "provision_authentication,provision_username,provision_password,firmware_protocol,firmware_address,firmware_port,"
    "firmware_file,firmware_version,firmware_size,firmware_sha256,firmware_allow_downgrade,firmware_username,"
    "firmware_password,enabled\n";
constexpr std::string_view kRequiredHeader =
    "serial_number,mac_address,customer_number,product,device_name,domain,call_agent_address";
constexpr std::string_view kRequiredRow = "DT1,02:D1:A1:00:00:01,C1,ATA-2,line1,voip.example.net,ca1.voip.example.net";

// Returns a CSV of one subscriber that has `column` in addition to the required columns.
std::string csv_with(std::string_view column, std::string_view value) {
  return std::string(kRequiredHeader) + "," + std::string(column) + "\n" + std::string(kRequiredRow) + "," +
         std::string(value) + "\n";
}

// Returns the required columns, with `value` in the given column.
std::string csv_where(std::size_t column, std::string_view value) {
  std::array<std::string, 7> row{
      "DT1", "02:D1:A1:00:00:01", "C1", "ATA-2", "line1", "voip.example.net", "ca1.voip.example.net"};
  row[column] = value;
  std::string csv(kRequiredHeader);
  for (std::size_t i = 0; i < row.size(); ++i) csv += (i == 0 ? "\n" : ",") + row[i];
  return csv + "\n";
}

std::string reason_of(std::string_view csv) {
  const Result<std::vector<Subscriber>> read = parse_subscribers_csv(csv);
  return read ? "no failure" : read.error().reason;
}

TEST(SubscriberCsv, HasTheColumnsOfTheContract) { EXPECT_EQ(subscriber_csv_header(), kContractHeader); }

TEST(SubscriberCsv, ReadsBackWhatItWrites) {
  std::vector<Subscriber> subscribers = {sample_subscriber(0), full_subscriber(1), sample_subscriber(2)};
  subscribers[2].provision_authentication = ProvisionAuthentication::kBasic;
  subscribers[2].provision_username = "p";
  subscribers[2].provision_password = "q";
  subscribers[2].settings_revision = 0;
  std::string csv = subscriber_csv_header();
  append_subscribers_csv(csv, subscribers);
  const Result<std::vector<Subscriber>> read = parse_subscribers_csv(csv);
  ASSERT_TRUE(read) << read.error().reason;
  EXPECT_EQ(*read, subscribers);
  std::string again = subscriber_csv_header();
  append_subscribers_csv(again, *read);
  EXPECT_EQ(again, csv);
}

TEST(SubscriberCsv, WritesASubscriberAsALine) {
  std::string csv;
  const Subscriber subscriber = sample_subscriber(41);
  append_subscribers_csv(csv, {&subscriber, 1});
  EXPECT_EQ(csv,
            "DT0000000042,02:D1:A1:00:00:2A,C100042,ATA-2,line100042,voip.example.net,sip,udp,"
            "ca1.voip.example.net,,,line100042," +
                subscriber.auth_password + ",3600,1,none,,,,,,,,,,,,,true\n");
}

TEST(SubscriberCsv, TakesTheDefaultsForAbsentColumns) {
  const auto read = parse_subscribers_csv(std::string(kRequiredHeader) + "\n" + std::string(kRequiredRow) + "\n");
  ASSERT_TRUE(read) << read.error().reason;
  ASSERT_EQ(read->size(), 1U);
  Subscriber expected;
  expected.serial_number = "DT1";
  expected.mac_address = {{0x02, 0xD1, 0xA1, 0, 0, 1}};
  expected.customer_number = "C1";
  expected.product = "ATA-2";
  expected.device_name = "line1";
  expected.domain = "voip.example.net";
  expected.call_agent_address = "ca1.voip.example.net";
  expected.auth_username = "line1";
  EXPECT_EQ(read->front(), expected);
  EXPECT_EQ(read->front().expires, 3600U);
  EXPECT_EQ(read->front().settings_revision, 1U);
}

TEST(SubscriberCsv, TakesTheDefaultsForEmptyValues) {
  std::string csv(kContractHeader);
  csv += "DT1,02:D1:A1:00:00:01,C1,ATA-2,line1,voip.example.net,,,ca1.voip.example.net" + std::string(20, ',') + "\n";
  const auto full = parse_subscribers_csv(csv);
  const auto required = parse_subscribers_csv(std::string(kRequiredHeader) + "\n" + std::string(kRequiredRow) + "\n");
  ASSERT_TRUE(full) << full.error().reason;
  ASSERT_TRUE(required);
  EXPECT_EQ(*full, *required);
}

TEST(SubscriberCsv, TakesColumnsInAnyOrder) {
  const auto read = parse_subscribers_csv(
      "enabled,call_agent_address,domain,device_name,product,customer_number,mac_address,serial_number\n"
      "false,192.0.2.1,voip.example.net,line1,ATA-2,C1,02d1a1000001,DT1\n");
  ASSERT_TRUE(read) << read.error().reason;
  EXPECT_EQ(read->front().serial_number, "DT1");
  EXPECT_EQ(read->front().call_agent_address, "192.0.2.1");
  EXPECT_FALSE(read->front().enabled);
}

TEST(SubscriberCsv, AcceptsWhatSpreadsheetsWrite) {
  const std::string header(kRequiredHeader);
  const std::string row(kRequiredRow);
  for (const std::string& csv :
       {"\xEF\xBB\xBF" + header + "\r\n" + row + "\r\n", header + "\n" + row, header + "\r\n" + row,
        header + "\n\n" + row + "\n\n", header + "\n\"DT1\",\"02:D1:A1:00:00:01\"" + row.substr(21) + "\n"}) {
    const Result<std::vector<Subscriber>> read = parse_subscribers_csv(csv);
    ASSERT_TRUE(read) << read.error().reason << "\n" << csv;
    ASSERT_EQ(read->size(), 1U) << csv;
    EXPECT_EQ(read->front().serial_number, "DT1") << csv;
    EXPECT_EQ(read->front().call_agent_address, "ca1.voip.example.net") << csv;
  }
}

TEST(SubscriberCsv, MayHaveNoSubscribers) {
  const Result<std::vector<Subscriber>> read = parse_subscribers_csv(kContractHeader);
  ASSERT_TRUE(read) << read.error().reason;
  EXPECT_TRUE(read->empty());
}

// 10 B13
TEST(SubscriberCsv, RefusesATextThatADocumentWouldChange) {
  struct Case {
    std::string column;
    std::string (*csv)(std::string_view column, std::string_view value) = csv_with;
  };
  std::vector<Case> cases;
  for (const char* column : {"auth_username", "auth_password", "firmware_file", "firmware_version", "firmware_username",
                             "firmware_password"}) {
    cases.push_back({column});
  }
  cases.push_back({"serial_number", [](std::string_view, std::string_view value) { return csv_where(0, value); }});
  cases.push_back({"customer_number", [](std::string_view, std::string_view value) { return csv_where(2, value); }});
  cases.push_back({"product", [](std::string_view, std::string_view value) { return csv_where(3, value); }});
  for (const Case& each : cases) {
    const std::string beginning = "line 2: " + each.column + " ";
    for (const char* value : {" a", "a ", " ", "a  b", "a   b c", "a\tb", "\"a\nb\"", "\"a\r\nb\""}) {
      EXPECT_TRUE(reason_of(each.csv(each.column, value)).starts_with(beginning)) << each.column << value;
    }
    EXPECT_FALSE(reason_of(each.csv(each.column, "a b c")).starts_with(beginning)) << each.column;
  }
}

// 10 B13
TEST(SubscriberCsv, LeavesTheBlanksOfAPasswordThatStandsInNoDocument) {
  const std::string account = "provision_authentication,provision_username,provision_password";
  const auto read = parse_subscribers_csv(csv_with(account, "basic,u,  a  b "));
  ASSERT_TRUE(read) << read.error().reason;
  EXPECT_EQ(read->front().provision_password, "  a  b ");
}

TEST(SubscriberCsv, NamesTheLineAndColumnOfABadValue) {
  struct Case {
    std::string_view column;
    std::string_view value;
  };
  for (const Case& each : std::vector<Case>{{"call_agent_protocol", "SIP"},
                                            {"call_agent_protocol", "h323"},
                                            {"call_agent_transport", "tls"},
                                            {"call_agent_port", "0"},
                                            {"call_agent_port", "65536"},
                                            {"call_agent_port", "-1"},
                                            {"call_agent_port", "5060x"},
                                            {"call_agent_backup", "ca2"},
                                            {"call_agent_backup", "ca2:0"},
                                            {"call_agent_backup", ":5060"},
                                            {"call_agent_backup", "ca2:5060;"},
                                            {"call_agent_backup", "ca2:5060;;ca3:5060"},
                                            {"call_agent_backup", "ca2:5060 ca3:5060"},
                                            {"call_agent_backup", "[]:5060"},
                                            {"call_agent_backup", "a:1;a:1;a:1;a:1;a:1;a:1;a:1;a:1;a:1"},
                                            {"auth_username", "a\tb"},
                                            {"auth_password", "a\x01z"},
                                            {"auth_password", "\xFF\xFE"},
                                            {"auth_password", "\xC0\x80"},
                                            {"auth_password", "\xED\xA0\x80"},
                                            {"auth_password", "\xE2\x82"},
                                            {"expires", "0"},
                                            {"expires", "4294967296"},
                                            {"expires", "1h"},
                                            {"expires", "-1"},
                                            {"expires", "3600.0"},
                                            {"settings_revision", "-1"},
                                            {"settings_revision", "9223372036854775808"},
                                            {"settings_revision", "99999999999999999999999"},
                                            {"provision_authentication", "Digest"},
                                            {"firmware_protocol", "https"},
                                            {"firmware_port", "0"},
                                            {"firmware_file", "/etc/passwd"},
                                            {"firmware_file", "a/../b"},
                                            {"firmware_file", "a//b"},
                                            {"firmware_file", "a\\b"},
                                            {"firmware_size", "0"},
                                            {"firmware_size", "1k"},
                                            {"firmware_sha256", "abc"},
                                            {"firmware_allow_downgrade", "1"},
                                            {"enabled", "yes"},
                                            {"enabled", "TRUE"}}) {
    const std::string reason = reason_of(csv_with(each.column, each.value));
    EXPECT_TRUE(reason.starts_with("line 2: " + std::string(each.column) + " ")) << each.value << ": " << reason;
  }
}

TEST(SubscriberCsv, NamesTheLineAndColumnOfABadRequiredValue) {
  struct Case {
    std::size_t column;
    std::string_view name;
    std::string_view value;
  };
  for (const Case& each : std::vector<Case>{{0, "serial_number", ""},
                                            {0, "serial_number", " DT1"},
                                            {0, "serial_number", "DT1 "},
                                            {1, "mac_address", ""},
                                            {1, "mac_address", "02:D1:A1:00:00"},
                                            {2, "customer_number", ""},
                                            {3, "product", ""},
                                            {4, "device_name", ""},
                                            {4, "device_name", "a@b"},
                                            {4, "device_name", "a b"},
                                            {5, "domain", ""},
                                            {5, "domain", "voip example"},
                                            {5, "domain", "-voip.example.net"},
                                            {5, "domain", "voip..example"},
                                            {6, "call_agent_address", ""},
                                            {6, "call_agent_address", "1.2.3"},
                                            {6, "call_agent_address", "[::1]"},
                                            {6, "call_agent_address", "ca1:5060"}}) {
    const std::string reason = reason_of(csv_where(each.column, each.value));
    EXPECT_TRUE(reason.starts_with("line 2: " + std::string(each.name) + " ")) << each.value << ": " << reason;
  }
}

TEST(SubscriberCsv, RefusesTextsThatAreTooLong) {
  EXPECT_EQ(reason_of(csv_where(0, std::string(255, 'x'))), "no failure");
  EXPECT_TRUE(reason_of(csv_where(0, std::string(256, 'x'))).starts_with("line 2: serial_number "));
  EXPECT_TRUE(reason_of(csv_where(0, std::string(1'000'000, 'x'))).starts_with("line 2: "));
  EXPECT_TRUE(reason_of(csv_where(0, "\"" + std::string(1'000'000, 'x') + "\"")).starts_with("line 2: "));
}

TEST(SubscriberCsv, RefusesAHeaderThatDoesNotFit) {
  const std::string required(kRequiredHeader);
  EXPECT_EQ(reason_of(""), "line 1: there is no header line");
  EXPECT_EQ(reason_of("\xEF\xBB\xBF\r\n"), "line 1: there is no header line");
  // 10 A1
  EXPECT_EQ(reason_of("\xEF\xBB\xBF\xEF\xBB\xBF" + required + "\n"), "line 1: more than one byte order mark");
  EXPECT_EQ(reason_of(required + ",colour\n"), "line 1: unknown column 'colour'");
  EXPECT_EQ(reason_of(required + ",Enabled\n"), "line 1: unknown column 'Enabled'");
  EXPECT_EQ(reason_of(required + ", enabled\n"), "line 1: unknown column ' enabled'");
  EXPECT_EQ(reason_of(required + ",\n"), "line 1: unknown column ''");
  EXPECT_EQ(reason_of(required + ",domain\n"), "line 1: the column domain comes twice");
  EXPECT_EQ(reason_of("serial_number\n"), "line 1: the column mac_address is missing");
  EXPECT_EQ(reason_of(std::string(1'000, ',')), "line 1: more than 64 values");
  EXPECT_EQ(reason_of("\n\n" + required + ",colour\n"), "line 3: unknown column 'colour'");
}

TEST(SubscriberCsv, RefusesARowOfAnotherLengthThanTheHeader) {
  const std::string header(kRequiredHeader);
  const std::string row(kRequiredRow);
  EXPECT_EQ(reason_of(header + "\n" + row + ",x\n"), "line 2: 8 values, but the header has 7 columns");
  EXPECT_EQ(reason_of(header + "\nDT1\n"), "line 2: 1 values, but the header has 7 columns");
}

TEST(SubscriberCsv, CountsLinesInsideQuotedValues) {
  const std::string csv = std::string(kRequiredHeader) + ",enabled\n\n" + std::string(kRequiredRow) +
                          ",true\r\nDT2,02:D1:A1:00:00:02,C2,ATA-2,line2,voip.example.net,ca1,maybe\n";
  EXPECT_EQ(reason_of(csv), "line 4: enabled is neither true nor false");
  EXPECT_TRUE(reason_of(csv_where(3, "\"ATA\n2\"")).starts_with("line 2: product "));
}

TEST(SubscriberCsv, ShowsNoValueThatCouldBeAPassword) {
  const std::string csv = csv_with("auth_password", "s3cret\x01");
  EXPECT_EQ(reason_of(csv).find("s3cret"), std::string::npos);
}

TEST(SubscriberCsv, WantsWhatBelongsTogether) {
  EXPECT_TRUE(reason_of(csv_with("provision_authentication", "basic")).starts_with("line 2: provision_username "));
  EXPECT_TRUE(reason_of(csv_with("provision_authentication,provision_username", "digest,p"))
                  .starts_with("line 2: provision_password "));
  const std::string account = "provision_authentication,provision_username,provision_password";
  EXPECT_TRUE(reason_of(csv_with(account, "basic,a:b,c")).starts_with("line 2: provision_username "));
  EXPECT_EQ(reason_of(csv_with(account, "digest,a:b,c")), "no failure");
  EXPECT_TRUE(reason_of(csv_with("firmware_address", "fw.example.net")).starts_with("line 2: firmware_protocol "));
  EXPECT_TRUE(reason_of(csv_with("firmware_protocol", "tftp")).starts_with("line 2: firmware_address "));
}

TEST(SubscriberCsv, RefusesTwoLinesThatOnlyOneMayBe) {
  struct Case {
    std::string_view row;
    std::string_view reason;
  };
  const std::string first = std::string(kRequiredHeader) + ",enabled\n" + std::string(kRequiredRow) + ",true\n";
  for (const Case& each :
       std::vector<Case>{{"DT1,02:D1:A1:00:00:02,C2,ATA-2,line2,voip.example.net,ca1,false",
                          "line 3: the serial_number stands on line 2 too"},
                         {"DT2,02-d1-a1-00-00-01,C2,ATA-2,line2,voip.example.net,ca1,true",
                          "line 3: the mac_address of an enabled subscriber stands on line 2 too"},
                         {"DT2,02:D1:A1:00:00:02,C2,ATA-2,line1,voip.example.net,ca1,true",
                          "line 3: the device_name of an enabled subscriber of this domain stands on line 2 too"},
                         {"DT2,02:D1:A1:00:00:01,C2,ATA-2,line1,voip.example.net,ca1,false", "no failure"},
                         {"DT2,02:D1:A1:00:00:02,C1,ATA-2,line1,other.example.net,ca1,true", "no failure"}}) {
    EXPECT_EQ(reason_of(first + std::string(each.row) + "\n"), each.reason) << each.row;
  }
}

// 10 B11
TEST(SubscriberCsv, KnowsAnAddressHoweverItIsWritten) {
  const std::string header = std::string(kRequiredHeader) + "\n";
  const std::string first = header + "DT1,02:D1:A1:00:00:01,C1,ATA-2,line1,2001:DB8:0:0::1,2001:DB8:0::9\n";
  const auto read = parse_subscribers_csv(first);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->at(0).domain, "2001:db8::1");
  EXPECT_EQ(read->at(0).call_agent_address, "2001:db8::9");
  EXPECT_EQ(reason_of(first + "DT2,02:D1:A1:00:00:02,C2,ATA-2,line1,2001:db8::0:1,ca1\n"),
            "line 3: the device_name of an enabled subscriber of this domain stands on line 2 too");
}

// 10 B11
TEST(SubscriberCsv, KeepsTheAddressOfABackupAsItWritesEveryOther) {
  const auto read = parse_subscribers_csv(
      "serial_number,mac_address,customer_number,product,device_name,domain,call_agent_address,call_agent_backup\n"
      "DT1,02:D1:A1:00:00:01,C1,ATA-2,line1,voip.example.net,ca1,[2001:DB8:0:0::9]:5060;[::ffff:192.0.2.1]:5062\n");
  ASSERT_TRUE(read) << read.error().reason;
  ASSERT_EQ(read->at(0).call_agent_backup.size(), 2U);
  EXPECT_EQ(read->at(0).call_agent_backup[0].address, "2001:db8::9");
  EXPECT_EQ(read->at(0).call_agent_backup[1].address, "192.0.2.1");
}

TEST(SubscriberCsv, ReadsATextThatIsCutOffAnywhere) {
  std::string csv = subscriber_csv_header();
  const std::vector<Subscriber> subscribers = {sample_subscriber(0), full_subscriber(1)};
  append_subscribers_csv(csv, subscribers);
  std::size_t refused = 0;
  for (std::size_t length = 0; length < csv.size(); ++length) {
    const std::vector<char> cut(csv.begin(), csv.begin() + static_cast<std::ptrdiff_t>(length));
    const auto read = parse_subscribers_csv(std::string_view(cut.data(), cut.size()));
    if (!read) {
      EXPECT_TRUE(read.error().reason.starts_with("line ")) << length << ": " << read.error().reason;
      ++refused;
    } else {
      EXPECT_LE(read->size(), subscribers.size());
      for (std::size_t i = 0; i < read->size(); ++i) EXPECT_EQ((*read)[i].serial_number, subscribers[i].serial_number);
    }
  }
  // Only cuts after a header's column, and after a row's last comma or value, give a complete file.
  EXPECT_GT(refused, csv.size() - 40);
}

TEST(SubscriberCsv, ReadsAnyByteAnywhere) {
  std::string csv(kRequiredHeader);
  csv += "\n" + std::string(kRequiredRow) + "\n";
  for (std::size_t at = 0; at < csv.size(); ++at) {
    for (const char byte : {'\0', '"', '\n', '\r', ',', '\xFF', '\x80'}) {
      std::string changed = csv;
      changed[at] = byte;
      const auto read = parse_subscribers_csv(changed);
      if (!read) {
        EXPECT_EQ(read.error().reason.find('\n'), std::string::npos) << at;
        EXPECT_EQ(read.error().reason.find('\0'), std::string::npos) << at;
      }
    }
  }
}

TEST(SubscriberCsv, TellsHowFarItIs) {
  std::string csv = subscriber_csv_header();
  for (std::uint64_t i = 0; i < 2'500; ++i) {
    const Subscriber subscriber = sample_subscriber(i);
    append_subscribers_csv(csv, {&subscriber, 1});
  }
  std::vector<std::uint64_t> told;
  const auto read = parse_subscribers_csv(csv, [&](std::uint64_t bytes) {
    told.push_back(bytes);
    return true;
  });
  const auto interrupted = parse_subscribers_csv(csv, [](std::uint64_t) { return false; });
  ASSERT_FALSE(interrupted);
  EXPECT_EQ(interrupted.error().reason, "interrupted");
  ASSERT_TRUE(read) << read.error().reason;
  ASSERT_EQ(told.size(), 3U);
  EXPECT_LT(told[0], told[1]);
  EXPECT_LT(told[1], told[2]);
  EXPECT_EQ(told[2], csv.size());
}

}  // namespace
}  // namespace dialtone
