/** What every part of a screen may ask of the program around it: its theme, and what the person is used to. */
import {createContext, useContext} from 'react';
import type {KeyStream} from './stdin/key-stream.ts';
import type {ThemeChoice} from './theme.ts';

/** What is remembered of how a person uses the screens. */
export type Habits = {
	/** Commands of the palette that were used, the newest first. */
	recent(): readonly string[];
	/** A command was used. */
	used(command: string): void;
};

/** Habits that are forgotten at the end. */
export function shortHabits(): Habits {
	let names: readonly string[] = [];
	return {
		recent: () => names,
		used: command => {
			names = [command, ...names.filter(name => name !== command)].slice(0, mostRecent);
		},
	};
}

/** So many commands are remembered. */
export const mostRecent = 12;

export type Program = {
	readonly theme: ThemeChoice;
	chooseTheme(choice: ThemeChoice): void;
	readonly habits: Habits;
	/** Whether notices also ring the bell. */
	readonly bell?: boolean | undefined;
	/** Where the mouse is told; absent where there is none. */
	readonly keys?: KeyStream | undefined;
};

export const ProgramContext = createContext<Program>({theme: 'auto', chooseTheme: () => {}, habits: shortHabits()});

export const useProgram = (): Program => useContext(ProgramContext);
