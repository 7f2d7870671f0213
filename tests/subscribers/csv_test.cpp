#include "subscribers/csv.h"

#include <gtest/gtest.h>

namespace dialtone {
namespace {

using Records = std::vector<std::vector<std::string>>;

Result<Records> read_all(std::string_view text) {
  CsvReader reader(text);
  CsvRecord record;
  Records records;
  for (;;) {
    const Result<bool> more = reader.next(record);
    if (!more) return more.error();
    if (!*more) return records;
    records.push_back(record.fields);
  }
}

TEST(Csv, ReadsRecords) {
  struct Case {
    std::string_view text;
    Records records;
  };
  for (const Case& each : std::vector<Case>{{"", {}},
                                            {"\n\r\n\n", {}},
                                            {"a", {{"a"}}},
                                            {"a\n", {{"a"}}},
                                            {"a,b\nc,d\n", {{"a", "b"}, {"c", "d"}}},
                                            {"a,b\r\nc,d\r\n", {{"a", "b"}, {"c", "d"}}},
                                            {",\n,,\n", {{"", ""}, {"", "", ""}}},
                                            {"\xEF\xBB\xBF"
                                             "a",
                                             {{"a"}}},
                                            {" a , b ", {{" a ", " b "}}},
                                            {"\"a\",\"b\"", {{"a", "b"}}},
                                            {"\"a,b\",\"c\nd\",\"e\"\"f\"", {{"a,b", "c\nd", "e\"f"}}},
                                            {"\"\",\"\"\"\"", {{"", "\""}}},
                                            {"\"\"\n", {{""}}},
                                            {"a,\n", {{"a", ""}}}}) {
    const Result<Records> records = read_all(each.text);
    ASSERT_TRUE(records) << each.text << ": " << records.error().reason;
    EXPECT_EQ(*records, each.records) << each.text;
  }
}

TEST(Csv, SaysOnWhichLineItCannotGoOn) {
  struct Case {
    std::string_view text;
    std::string_view reason;
  };
  for (const Case& each :
       std::vector<Case>{{"a\n\"b", "line 2: a quote opens here and is never closed"},
                         {"a\n\"b\nc\nd", "line 2: a quote opens here and is never closed"},
                         {"a\nb\"c", "line 2: a quote stands inside a value that is not quoted"},
                         {"\"a\nb\"c", "line 2: something stands between a closing quote and the next comma"},
                         {"\"a\" ,b", "line 1: something stands between a closing quote and the next comma"}}) {
    const Result<Records> records = read_all(each.text);
    ASSERT_FALSE(records) << each.text;
    EXPECT_EQ(records.error().reason, each.reason);
  }
}

TEST(Csv, HasLimits) {
  EXPECT_TRUE(read_all(std::string(kLongestCsvField, 'a')));
  EXPECT_EQ(read_all(std::string(kLongestCsvField + 1, 'a')).error().reason, "line 1: a value is too long");
  EXPECT_TRUE(read_all("\"" + std::string(kLongestCsvField, 'a') + "\""));
  EXPECT_EQ(read_all("\"" + std::string(kLongestCsvField + 1, 'a') + "\"").error().reason,
            "line 1: a value is too long");
  EXPECT_TRUE(read_all(std::string(kMostCsvFields - 1, ',')));
  EXPECT_EQ(read_all(std::string(kMostCsvFields, ',')).error().reason, "line 1: more than 64 values");
}

TEST(Csv, ReadsBackWhatItWrites) {
  const std::vector<std::string> fields = {"", "a", "a,b", "\"", "a\"b", "\n", "\r\n", "\r", " ", "ä", "\xEF\xBB\xBF"};
  std::string csv;
  for (const std::string& field : fields) {
    if (&field != fields.data()) csv += ',';
    append_csv_field(csv, field);
  }
  const Result<Records> records = read_all(csv + "\n");
  ASSERT_TRUE(records) << records.error().reason;
  ASSERT_EQ(records->size(), 1U);
  EXPECT_EQ(records->front(), fields);
}

TEST(Csv, ReadsNothingBehindTheText) {
  constexpr std::string_view kWhole =
      "\xEF\xBB\xBF"
      "a,\"b\"\"c\",d\r\n\"e\r\nf\",g,h\r\n";
  for (std::size_t length = 0; length <= kWhole.size(); ++length) {
    // Each prefix has its own allocation, so that the sanitizer detects a read past its end.
    const std::vector<char> cut(kWhole.begin(), kWhole.begin() + static_cast<std::ptrdiff_t>(length));
    const Result<Records> records = read_all(std::string_view(cut.data(), cut.size()));
    if (records) EXPECT_LE(records->size(), 2U) << length;
  }
}

}  // namespace
}  // namespace dialtone
