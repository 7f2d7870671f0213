#include "wire/sip/contact.h"

#include <gtest/gtest.h>

#include <initializer_list>
#include <utility>

namespace dialtone::sip {
namespace {

Message message_with(std::initializer_list<std::string_view> contacts) {
  Message message = Message::request(Method::kRegister, "sip:example.net");
  for (std::string_view contact : contacts) message.add(HeaderName::kContact, contact);
  return message;
}

TEST(Contact, ListsThoseOfAllHeaders) {
  const Message message =
      message_with({"\"Mr. Watson, here\" <sip:watson@a:5070>;q=0.7;expires=3600, <sip:b@c>", "sip:d@e;q=1.000"});
  const Result<ContactList> list = contacts_of(message);
  ASSERT_TRUE(list) << list.error().reason;
  EXPECT_FALSE(list->is_star);
  ASSERT_EQ(list->contacts.size(), 3U);
  EXPECT_EQ(list->contacts[0].q, 700);
  EXPECT_EQ(list->contacts[0].expires, 3600U);
  EXPECT_FALSE(list->contacts[1].expires);
  EXPECT_EQ(list->contacts[1].q, 1000);
  EXPECT_EQ(list->contacts[2].address.uri.text, "sip:d@e");
}

TEST(Contact, KnowsTheStarAlone) {
  EXPECT_TRUE(contacts_of(message_with({"*"}))->is_star);
  EXPECT_FALSE(contacts_of(message_with({"*, <sip:a@b>"})));
  EXPECT_FALSE(contacts_of(message_with({"<sip:a@b>", "*"})));
  EXPECT_FALSE(contacts_of(message_with({"*", "*"})));
}

TEST(Contact, TakesAnHourForAMalformedExpiresAndTheMostForOneTooLarge) {
  const std::pair<std::string_view, std::uint32_t> cases[] = {
      {"<sip:a@b>;expires=soon", 3600},
      {"<sip:a@b>;expires=\"1\"", 3600},
      {"<sip:a@b>;expires", 3600},
      {"<sip:a@b>;expires=-1", 3600},
      {"<sip:a@b>;expires=0", 0},
      {"<sip:a@b>;expires=4294967295", 4294967295},
      {"<sip:a@b>;expires=4294967296", 4294967295},
      {"<sip:a@b>;expires=99999999999999999999999999", 4294967295},
  };
  for (const auto& [text, expires] : cases) {
    const Message message = message_with({text});
    const Result<ContactList> list = contacts_of(message);
    ASSERT_TRUE(list) << text;
    EXPECT_EQ(list->contacts[0].expires, expires) << text;
  }
}

TEST(Contact, NamesTheInstanceOfTheDevice) {
  const Message message =
      message_with({"<sip:a@b>;reg-id=2;+sip.instance=\"<urn:uuid:00000000-0000-1000-8000-000A95A0E128>\", <sip:c@d>, "
                    "<sip:e@f>;+sip.instance=\"urn:x\";reg-id=x"});
  const Result<ContactList> list = contacts_of(message);
  ASSERT_TRUE(list) << list.error().reason;
  EXPECT_EQ(list->contacts[0].instance, "urn:uuid:00000000-0000-1000-8000-000A95A0E128");
  EXPECT_EQ(list->contacts[0].reg_id, 2U);
  EXPECT_EQ(list->contacts[1].instance, "");
  EXPECT_EQ(list->contacts[1].reg_id, std::nullopt);
  EXPECT_EQ(list->contacts[2].instance, "");
  EXPECT_EQ(list->contacts[2].reg_id, std::nullopt);
}

TEST(Contact, RefusesWhatIsMalformed) {
  for (std::string_view bad : {"", "<sip:a@b>,", "<sip:a@b>;q=2", "<sip:a@b>;q=0.1234", "<sip:a@b>;q=1.1",
                               "<sip:a@b>;q=x", "<sip:a@b>;q", "<sip:a@b>;q=1;q=1", "* x", "*;expires=0"}) {
    EXPECT_FALSE(contacts_of(message_with({bad}))) << bad;
  }
}

}  // namespace
}  // namespace dialtone::sip
