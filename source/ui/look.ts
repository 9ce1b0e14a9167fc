/** What every row needs to be drawn: the theme, and whether an overlay lies above the screen. */
import {createContext, useContext} from 'react';
import {createTheme, type Theme} from './theme.ts';

export type Look = {readonly theme: Theme; readonly dimmed: boolean};

export const LookContext = createContext<Look>({theme: createTheme({colour: true, unicode: true}), dimmed: false});

export const useLook = (): Look => useContext(LookContext);
