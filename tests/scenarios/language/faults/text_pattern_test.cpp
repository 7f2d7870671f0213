// Patterns for a text: equal to it, contained in it, or a regular expression found in it.
#include "scenarios/language/faults/text_pattern.h"

#include <gtest/gtest.h>

#include <string>

namespace dialtone {
namespace {

bool matches(const std::string& pattern, const std::string& text) {
  const Result<TextPattern> parsed = TextPattern::parse(pattern);
  EXPECT_TRUE(parsed.ok()) << pattern;
  return parsed && parsed->matches(text);
}

std::string failure_of(const std::string& pattern) {
  const Result<TextPattern> parsed = TextPattern::parse(pattern);
  return parsed ? "none" : parsed.error().reason;
}

TEST(TextPattern, IsEqualWithoutASign) {
  EXPECT_TRUE(matches("spa", "spa"));
  EXPECT_FALSE(matches("spa", "spa504"));
  EXPECT_FALSE(matches("spa", "SPA"));
  EXPECT_FALSE(matches("a.c", "abc"));
  EXPECT_TRUE(matches("", ""));
  EXPECT_FALSE(matches("", "x"));
}

TEST(TextPattern, ContainsWithATilde) {
  EXPECT_TRUE(matches("~spa", "Linksys/spa504"));
  EXPECT_FALSE(matches("~spa", "sp-a"));
  EXPECT_TRUE(matches("~a.c", "xa.cx"));
  EXPECT_FALSE(matches("~a.c", "abc"));
}

TEST(TextPattern, FindsAnExpressionAnywhere) {
  EXPECT_TRUE(matches("~/spa/", "Linksys/spa504"));
  EXPECT_TRUE(matches("~/a.c/", "xabcx"));
  EXPECT_FALSE(matches("~/a.c/", "ac"));
  EXPECT_TRUE(matches("~/^spa[0-9]+$/", "spa504"));
  EXPECT_FALSE(matches("~/^spa[0-9]+$/", "spa504g"));
  EXPECT_FALSE(matches("~/^spa[0-9]+$/", "a spa504"));
  EXPECT_FALSE(matches("~/^spa[0-9]+$/", "spa"));
  EXPECT_TRUE(matches("~/^spa[0-9]*$/", "spa"));
  EXPECT_TRUE(matches("~/^spa5?04$/", "spa04"));
  EXPECT_FALSE(matches("~/^spa5?04$/", "spa5504"));
  EXPECT_TRUE(matches("~/^(spa|cp)-?(1|22)+$/", "cp-1221"));
  EXPECT_FALSE(matches("~/^(spa|cp)-?(1|22)+$/", "cp-12"));
  EXPECT_TRUE(matches("~/a|b|c/", "xc"));
  EXPECT_TRUE(matches("~/^[^a-c]+$/", "xyz"));
  EXPECT_FALSE(matches("~/^[^a-c]+$/", "xbz"));
  EXPECT_TRUE(matches("~/^[]a-]+$/", "a]-"));
  EXPECT_TRUE(matches("~/^1\\.0\\/x\\$/", "1.0/x$"));
  EXPECT_FALSE(matches("~/^1\\.0/", "120"));
  EXPECT_TRUE(matches("~/(a|)b/", "b")) << "a choice of nothing";
  EXPECT_TRUE(matches("~/^$/", ""));
  EXPECT_FALSE(matches("~/^$/", "x"));
  EXPECT_TRUE(matches("~/(a*)*$/", "aab"));
}

// An expression for which a backtracking matcher would need hours.
TEST(TextPattern, LooksAtEachByteOnce) {
  const std::string text(4'000, 'a');
  EXPECT_FALSE(matches("~/^(a+)+(a*)*(a|aa)+b$/", text));
  EXPECT_FALSE(matches("~/^(a|a?)+b$/", text + text));
}

TEST(TextPattern, ReadsOnlyTheBeginningOfALongText) {
  EXPECT_TRUE(matches("~x", std::string(TextPattern::kMostRead - 1, 'a') + "x"));
  EXPECT_FALSE(matches("~x", std::string(TextPattern::kMostRead, 'a') + "x"));
}

TEST(TextPattern, IsRefusedWhereItIsNone) {
  EXPECT_EQ(failure_of("~"), "contains nothing: ~ has a text behind it");
  EXPECT_EQ(failure_of("~/"), "is a regular expression between two /");
  EXPECT_EQ(failure_of("~//"), "is a regular expression between two /");
  EXPECT_EQ(failure_of("~/spa"), "is a regular expression between two /");
  EXPECT_EQ(failure_of("~/(a/"), "has no ) for its (");
  EXPECT_EQ(failure_of("~/a)/"), "has no ( for its )");
  EXPECT_EQ(failure_of("~/[a/"), "has no ] for its [");
  EXPECT_EQ(failure_of("~/[z-a]/"), "has a range that ends before it begins");
  EXPECT_EQ(failure_of("~/*a/"), "has nothing before its *");
  EXPECT_EQ(failure_of("~/a|+/"), "has nothing before its +");
  EXPECT_EQ(failure_of("~/(?:a)/"), "has nothing before its ?");
  EXPECT_EQ(failure_of("~/a{2}/"), "has no { } as a number of times; write \\{ for the character");
  EXPECT_EQ(failure_of("~/\\d/"), "knows no \\d");
  EXPECT_EQ(failure_of("~/a\\/"), "ends with \\");
  EXPECT_EQ(failure_of(std::string(TextPattern::kLongest, 'a')), "none");
  EXPECT_EQ(failure_of(std::string(TextPattern::kLongest + 1, 'a')), "is over 128 bytes");
}

}  // namespace
}  // namespace dialtone
