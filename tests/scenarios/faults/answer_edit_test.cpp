// Edits of answers.
#include "scenarios/faults/answer_edit.h"

#include <Poco/InflatingStream.h>
#include <gtest/gtest.h>

#include <iterator>
#include <sstream>

namespace dialtone {
namespace {

const std::string kDocument = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a>J\xC3\xBCrgen</a>";

http::Response edited(const AnswerEdit& edit, std::string_view others = {}) {
  http::Response answer;
  answer.headers.add("Content-Type", "application/xml");
  answer.body = kDocument;
  edit_answer(edit, others, answer);
  return answer;
}

TEST(AnswerEdit, LeavesAloneWhatItDoesNotName) { EXPECT_EQ(edited({}).body, kDocument); }

TEST(AnswerEdit, SetsHeadersAndTakesThemAway) {
  AnswerEdit edit;
  edit.headers = {{"content-type", "text/html"}, {"X-Odd", "1"}};
  http::Response answer = edited(edit);
  EXPECT_EQ(*answer.headers.find("Content-Type"), "text/html");
  EXPECT_EQ(answer.headers.count("Content-Type"), 1U);
  edit.headers = {{"X-Odd", "1"}, {"x-odd", "2"}};
  EXPECT_EQ(edited(edit).headers.count("X-Odd"), 2U);
  edit.headers = {{"Content-Type", ""}};
  EXPECT_EQ(edited(edit).headers.find("Content-Type"), nullptr);
}

TEST(AnswerEdit, SetsHeadersOfAnySizeAndNumber) {
  AnswerEdit edit;
  HeaderText big("X-Big", "ab");
  big.size_bytes = 70'000;
  HeaderText many("X-Many", "1");
  many.repeat = 200;
  edit.headers = {big, many};
  const http::Response answer = edited(edit);
  EXPECT_EQ(*answer.headers.find("X-Big"), "ab" + std::string(69'998, 'x'));
  EXPECT_EQ(answer.headers.count("X-Many"), 200U);
}

TEST(AnswerEdit, SetsTheValuesOfAHeaderInTurn) {
  AnswerEdit edit;
  edit.headers.emplace_back("Retry-After", "").cycle = {"1", "100", ""};
  const auto retry_after = [&](std::uint64_t turn) {
    http::Response answer;
    answer.headers.add("Retry-After", "7");
    edit_answer(edit, {}, answer, turn);
    const std::string* value = answer.headers.find("Retry-After");
    return value == nullptr ? "none" : *value;
  };
  EXPECT_EQ(retry_after(0), "1");
  EXPECT_EQ(retry_after(1), "100");
  EXPECT_EQ(retry_after(2), "none");
  EXPECT_EQ(retry_after(3), "1");
}

TEST(AnswerEdit, FramesTheBody) {
  HttpAct act;
  AnswerEdit edit;
  const auto framed = [&] {
    http::Response answer;
    answer.body = "0123456789abcdef";
    frame_answer(edit, answer, act);
    return answer;
  };
  edit.framing = Framing::kChunked;
  const http::Response chunked = framed();
  EXPECT_EQ(*chunked.headers.find("Transfer-Encoding"), "chunked");
  EXPECT_EQ(chunked.body, "10\r\n0123456789abcdef\r\n0\r\n\r\n");
  edit.framing = Framing::kLength;
  edit.declared_length = 10;
  const http::Response wrong = framed();
  EXPECT_EQ(*wrong.headers.find("Content-Length"), "10");
  EXPECT_EQ(wrong.body, "0123456789abcdef");
  EXPECT_FALSE(act.omits_length);
  edit.framing = Framing::kNoLength;
  EXPECT_EQ(framed().body, "0123456789abcdef");
  EXPECT_TRUE(act.omits_length);
  EXPECT_EQ(act.keeps_open, std::nullopt);
  edit.keeps_connection = false;
  framed();
  EXPECT_EQ(act.keeps_open, false);
}

TEST(AnswerEdit, SwapsOnlyWhereAnotherWasAnswered) {
  AnswerEdit edit;
  edit.swaps = true;
  EXPECT_EQ(edited(edit).body, kDocument);
  EXPECT_EQ(edited(edit, "<b/>").body, "<b/>");
}

TEST(AnswerEdit, ReplacesEveryOccurrence) {
  AnswerEdit edit;
  edit.replacements = {{"a", "aa"}};
  EXPECT_EQ(edited(edit).body.substr(39), "<aa>J\xC3\xBCrgen</aa>");
}

TEST(AnswerEdit, DeclaresOneEncodingAndSendsAnother) {
  AnswerEdit declared;
  declared.declared_encoding = "ISO-8859-1";
  EXPECT_EQ(edited(declared).body, "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<a>J\xC3\xBCrgen</a>");
  AnswerEdit sent;
  sent.is_latin1 = true;
  EXPECT_EQ(edited(sent).body, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a>J\xFCrgen</a>");
}

TEST(AnswerEdit, WritesWhatLatin1DoesNotHaveAsAQuestionMark) {
  EXPECT_EQ(latin1_of("\xC3\xBF\xE2\x82\xACz"), "\xFF?z");
}

TEST(AnswerEdit, PutsAByteOrderMarkInFrontCutsAndCorrupts) {
  AnswerEdit edit;
  edit.byte_order_mark = true;
  EXPECT_EQ(edited(edit).body, "\xEF\xBB\xBF" + kDocument);
  edit.truncated_to = 10;
  EXPECT_EQ(edited(edit).body, ("\xEF\xBB\xBF" + kDocument).substr(0, 10));
  edit.truncated_to = 1'000'000;
  EXPECT_EQ(edited(edit).body.size(), kDocument.size() + 3);
  edit.corrupted_at = 4;
  EXPECT_EQ(edited(edit).body[4], '?' ^ 0x55);
}

TEST(AnswerEdit, CompressesAndSaysSo) {
  AnswerEdit edit;
  edit.gzip = true;
  const http::Response answer = edited(edit);
  EXPECT_EQ(*answer.headers.find("Content-Encoding"), "gzip");
  std::istringstream bytes(answer.body);
  Poco::InflatingInputStream plain(bytes, Poco::InflatingStreamBuf::STREAM_GZIP);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(plain), {}), kDocument);
}

}  // namespace
}  // namespace dialtone
