package io.clutch.listen;

import java.util.List;

/**
 * One thing that decides about a new connection: part of a group's program.
 *
 * <p>Rules are asked in turn. One that has no opinion falls through to the next: it leaves by
 * running off its end, with anything in the registers. The last one always chooses.
 */
interface Rule {

    /** Writes the rule's instructions. */
    void emit(Assembler assembler);

    /** Returns the program that asks the rules in that order. */
    static Program program(List<Rule> rules) {
        var assembler = new Assembler();
        rules.forEach(rule -> rule.emit(assembler));
        return assembler.assemble();
    }
}
