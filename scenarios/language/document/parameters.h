// A scenario's `parameters`: names for values, which `${name}` puts in place of itself wherever a value stands.
#pragma once

#include <string_view>

#include "scenarios/language/document/yaml_document.h"

namespace dialtone {

// Whether the document declares a parameter of that name.
bool declares_parameter(const YamlNode& root, std::string_view name);

// Replaces every `${name}` in the scalars of `root`, which must be a map, and takes the section `parameters` out of it.
//
// A scalar that is one `${name}` and nothing else, in quotes or not (a flow map needs them), becomes the parameter's
// value, quoted where that was; within a longer text the value's text is put in. `$${` stands for `${`. Keys stay as
// they are. A parameter may name others, but not itself through them. Reports what is no parameter, and gives each
// replaced scalar's origin the parameter's name for later reports; of one that could not be replaced there are none.
void apply_parameters(YamlNode& root, FaultList& faults);

}  // namespace dialtone
