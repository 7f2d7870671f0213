#include "values/kept_file.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

namespace dialtone {
namespace {

namespace fs = std::filesystem;

// 10 A2
TEST(KeptFile, IsKnownByWhateverPathItIsNamed) {
  std::string name = testing::TempDir() + "dialtone-kept-file-XXXXXX";
  const fs::path folder = ::mkdtemp(name.data());
  std::ofstream(folder / "users.db") << "users";
  fs::create_symlink(folder / "users.db", folder / "link");
  fs::create_hard_link(folder / "users.db", folder / "hard");
  const NamedFile kept{"--database", (folder / "users.db").string()};
  for (const fs::path& path : {folder / "users.db", folder / "." / "users.db", folder / "link", folder / "hard",
                               folder / "missing" / ".." / "users.db"}) {
    const Result<void> result = would_keep({"--events", path.string()}, {{"--keep-bindings", ""}, kept});
    ASSERT_FALSE(result) << path;
    EXPECT_EQ(result.error().reason, "--events: " + path.string() + " is the file of --database; name another file");
  }
  EXPECT_TRUE(would_keep({"--events", (folder / "events").string()}, {kept}));
  EXPECT_FALSE(would_keep({"--events", (folder / "new").string()}, {{"--summary", (folder / "." / "new").string()}}));
  EXPECT_TRUE(would_keep({"--events", "/dev/null"}, {{"--summary", "/dev/null"}}));
  EXPECT_TRUE(would_keep({"--events", "-"}, {{"--subscribers", "-"}}));
  fs::remove_all(folder);
}

}  // namespace
}  // namespace dialtone
