"""The roster of skilled workers (技能人员花名册): read, compared with what is stored, confirmed, undone, exported."""
