// `parameters`: names for values. `${name}` stands for the value of `name` wherever a value may stand.
#pragma once

#include <string_view>

#include "scenarios/language/document/yaml_document.h"

namespace dialtone {

// True if the document declares a parameter named `name`.
bool declares_parameter(const YamlNode& root, std::string_view name);

// Replaces every `${name}` in the scalars of `root`, which must be a map, and takes the section `parameters` out of it.
//
// A scalar that consists of one `${name}` becomes the parameter's value, quoted if the value was; within a longer text
// the value's text is inserted. `$${` stands for `${`. Keys are not replaced. A parameter may use others, but not
// itself through them. Reports unknown parameters. A replaced scalar's origin gets the parameter's number, so that
// later reports name the parameter; a scalar that could not be replaced is not reported again.
void apply_parameters(YamlNode& root, Diagnostics& diagnostics);

}  // namespace dialtone
