"""Seal history, make a checkpoint, compare with one."""
