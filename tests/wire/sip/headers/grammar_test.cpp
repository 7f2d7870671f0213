#include "wire/sip/headers/grammar.h"

#include <gtest/gtest.h>

#include <vector>

namespace dialtone::sip {
namespace {

std::vector<std::string> elements_of(std::string_view list) {
  std::vector<std::string> elements;
  std::optional<std::string_view> rest = list;
  while (const auto element = next_element(rest)) elements.emplace_back(*element);
  return elements;
}

TEST(Grammar, CutsAListAtItsCommasButNotWithinQuotesAndBrackets) {
  EXPECT_EQ(elements_of("a , b"), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(elements_of("\"a, \\\"b\" <sip:c,d@e>;x=\"1,2\",f"),
            (std::vector<std::string>{"\"a, \\\"b\" <sip:c,d@e>;x=\"1,2\"", "f"}));
  EXPECT_EQ(elements_of("a,,b,"), (std::vector<std::string>{"a", "", "b", ""}));
  EXPECT_EQ(elements_of(""), (std::vector<std::string>{""}));
  EXPECT_EQ(elements_of("\"never ended, at all\\"), (std::vector<std::string>{"\"never ended, at all\\"}));
}

TEST(Grammar, ReadsNumbersOfThirtyTwoBitsOnly) {
  EXPECT_EQ(parse_number("0068"), 68U);
  EXPECT_EQ(parse_number("4294967295"), 4294967295U);
  for (std::string_view bad : {"", "4294967296", "-1", "+1", " 1", "1 ", "0x10", "1e3"}) {
    EXPECT_FALSE(parse_number(bad)) << bad;
  }
}

TEST(Grammar, TakesTheMostForANumberThatIsTooLarge) {
  EXPECT_EQ(parse_number_or_most("4294967295"), 4294967295U);
  EXPECT_EQ(parse_number_or_most("4294967296"), 4294967295U);
  EXPECT_EQ(parse_number_or_most(std::string(100, '9')), 4294967295U);
  for (std::string_view bad : {"", "-1", "99999999999x", "1 ", "soon"}) EXPECT_FALSE(parse_number_or_most(bad)) << bad;
}

TEST(Grammar, TakesCommentsThatNest) {
  Scanner scanner("(a (b) \\) \\( c)(d)(e");
  EXPECT_EQ(scanner.take_comment(), "(a (b) \\) \\( c)");
  EXPECT_EQ(scanner.take_comment(), "(d)");
  EXPECT_EQ(scanner.take_comment(), std::nullopt);
  EXPECT_EQ(scanner.rest(), "(e");
}

TEST(Grammar, TakesQuotedStringsWithEscapes) {
  Scanner scanner("\"a\\\"b\\\\\"\"c");
  EXPECT_EQ(scanner.take_quoted(), "\"a\\\"b\\\\\"");
  EXPECT_EQ(scanner.take_quoted(), std::nullopt);
  EXPECT_EQ(scanner.rest(), "\"c");
}

TEST(Grammar, KnowsAnEscapeByItsTwoDigits) {
  for (std::string_view good : {"%00", "%aFx", "%Fa"}) EXPECT_TRUE(is_escape(good)) << good;
  for (std::string_view bad : {"", "%", "%4", "%4g", "%-1", "4%41"}) EXPECT_FALSE(is_escape(bad)) << bad;
}

TEST(Grammar, KnowsTokens) {
  EXPECT_TRUE(is_token("!interesting-Method0123456789_*+`.%indeed'~"));
  EXPECT_FALSE(is_token(""));
  EXPECT_FALSE(is_token("a b"));
  EXPECT_FALSE(is_token("a@b"));
  EXPECT_FALSE(is_token(std::string_view("a\0b", 3)));
}

}  // namespace
}  // namespace dialtone::sip
