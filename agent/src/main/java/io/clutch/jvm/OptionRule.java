package io.clutch.jvm;

/** What becomes of options of some kind in a slot. */
interface OptionRule {

    /** Returns the option for that slot; the same if this rule has nothing to do with it. */
    String apply(String option, SlotPlace place);
}
