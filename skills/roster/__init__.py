"""The roster of skilled workers (技能人员花名册): read, compared, confirmed, undone, exported."""
